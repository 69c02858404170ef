import { describe } from '@jest/globals'
import { itEvaluates, itRefuses } from '../cases'

describe('dividing integers gives an integer, and a remainder that is never negative', () => {
  itEvaluates([
    [`7 / 2`, 3],
    [`-7 / 2`, -3],
    [`7 % 3`, 1],
    [`-7 % 3`, 2],
    [`7 % -3`, 1],
    [`7.0 / 2`, 3.5],
    [`5.5 % 2`, 1.5],
    [`1 / 0`, null],
    [`1 % 0`, null],
    [`1.0 / 0`, 'Infinity'],
    [`0.0 / 0`, 'NaN'],
  ])
})

describe('integers are longs, which wrap around', () => {
  itEvaluates([
    [`toint(2147483647) + 1`, 2_147_483_648],
    [`9223372036854775807 + 1`, '-9223372036854775808'],
    [`-9223372036854775807 - 2`, '9223372036854775807'],
    [`0xff`, 255],
    [`2 - 3 - 4`, -5],
    [`2 * 3 % 4`, 2],
    [`2 + 3 * 4`, 14],
    [`-(1 + 2)`, -3],
  ])
})

describe('decimals, dynamic values and nulls in arithmetic', () => {
  itEvaluates([
    [`decimal(1.25) + 1`, '2.25'],
    [`decimal(1) * 0.5`, 0.5],
    [`dynamic(1) + 1`, 2],
    [`dynamic(5) / 2`, 2],
    [`dynamic(5) / 2.0`, 2.5],
    [`datetime(2020-01-02) - dynamic("2020-01-01")`, '1.00:00:00'],
    [`dynamic({"a": "5"}).a * 2`, 10],
    [`int(null) + 1`, null],
    [`true + 1`, 2],
  ])
  itRefuses([
    [`print 'a' + 'b'`, 'TYPE', 'Use strcat()'],
    [`print now() + now()`, 'TYPE', '+ is not defined for datetime and datetime'],
    [`print now() * 2`, 'TYPE', '* is not defined'],
    [`print -'a'`, 'TYPE', 'cannot have a sign'],
  ])
})

describe('comparisons of values of different types', () => {
  itEvaluates([
    [`1 == 1.0`, true],
    [`1 == true`, true],
    [`1 <> 2`, true],
    [`dynamic(1) == 1`, true],
    [`dynamic("a") == 'a'`, true],
    [`guid(74be27de-1e4e-49d9-b579-fe0b331d3642) == '74BE27DE-1E4E-49D9-B579-FE0B331D3642'`, false],
    [`5 between (1 .. 5)`, true],
    [`5 !between (1 .. 4)`, true],
    [`1 in (1, 2)`, true],
    [`1 in (dynamic([1, 2]))`, true],
    [`int(null) in (1, 2)`, false],
    [`'a' in ('b', 'a')`, true],
    [`1h == 0`, false],
    [`0 < time(1s)`, true],
    [`'b' in ((print d = dynamic(['a', 'b'])))`, true],
    [`'c' !in ((print d = dynamic(['a', 'b'])))`, true],
    [`'B' in~ ((range x from 1 to 2 step 1 | extend v = iff(x == 1, 'a', 'b') | summarize make_set(v)))`, true],
    [`2 in ((print d = dynamic([1, 2])))`, true],
    [`'a' in ((print d = parse_json('"a"')))`, true],
    [`'one two' has_any ((print d = dynamic(['three', 'two'])))`, true],
    [`'one two' has_all ((print d = dynamic(['three', 'two'])))`, false],
    [`iff(1 > 2, 'none', dynamic({"a": "x"}).a)`, 'x'],
    [`gettype(iff(true, 'none', dynamic([1])))`, 'string'],
    [`case(1 > 2, dynamic([1]), toint('5'))`, 5],
    [`coalesce(dynamic(null), 'other')`, 'other'],
  ])
  itRefuses([
    [`print 1 == '1'`, 'TYPE', 'cannot be compared'],
    [`print 1h == 1`, 'TYPE', 'A timespan cannot be compared with a long'],
    [`print iff(true, 1, 'a')`, 'TYPE', 'mixes long and string'],
    [`print coalesce(1, 2.5)`, 'TYPE', 'mixes long and real'],
  ])
})

describe('logic with null', () => {
  itEvaluates([
    [`true and bool(null)`, null],
    [`false and bool(null)`, false],
    [`true or bool(null)`, true],
    [`not(bool(null))`, null],
    [`iff(bool(null), 'a', 'b')`, 'b'],
    [`case(bool(null), 'a', true, 'b', 'c')`, 'b'],
  ])
})
