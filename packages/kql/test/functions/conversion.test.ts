import { describe } from '@jest/globals'
import { itEvaluates } from '../cases'

describe('strings of digits become integers, and other strings null', () => {
  itEvaluates([
    [`toint('12')`, 12],
    [`toint(' 12 ')`, 12],
    [`toint('-12')`, -12],
    [`toint('0x10')`, 16],
    [`toint('12.7')`, null],
    [`toint('1e3')`, null],
    [`toint('1_000')`, null],
    [`toint('abc')`, null],
    [`toint('')`, null],
    [`tolong('9223372036854775808')`, null],
  ])
})

describe('numbers are truncated to integers, and are null out of range', () => {
  itEvaluates([
    [`toint(12.7)`, 12],
    [`toint(-12.7)`, -12],
    [`toint(2147483648)`, null],
    [`tolong(1e300)`, '9223372036854775807'],
    [`tolong(real(nan))`, null],
    [`tolong(true)`, 1],
    [`tolong(1h)`, 36_000_000_000],
    [`toint(datetime(2020-01-01))`, null],
  ])
})

describe('reals and decimals', () => {
  itEvaluates([
    [`todouble('1.5e3')`, 1500],
    [`todouble('.5')`, 0.5],
    [`todouble('abc')`, null],
    [`todouble('')`, null],
    [`todouble(true)`, 1],
    [`toreal('1')`, 1],
    [`todecimal('1.250')`, '1.25'],
    [`todecimal('x')`, null],
  ])
})

describe('strings that are true, false or an integer become bools', () => {
  itEvaluates([
    [`tobool('true')`, true],
    [`tobool('FALSE')`, false],
    [`tobool('1')`, true],
    [`tobool('0')`, false],
    [`tobool('yes')`, null],
    [`tobool(2)`, true],
    [`tobool(0.0)`, false],
    [`toboolean('True')`, true],
    [`True`, true],
    [`FALSE`, false],
  ])
})

describe('tostring() writes values as Kusto does', () => {
  itEvaluates([
    [`tostring(1)`, '1'],
    [`tostring(1.0)`, '1.0'],
    [`tostring(123456789.123)`, '123456789.123'],
    [`tostring(real(nan))`, 'NaN'],
    [`tostring(1.0 / 0)`, 'Infinity'],
    [`tostring(true)`, 'True'],
    [`tostring(datetime(2020-01-01 01:02:03.1234567))`, '2020-01-01T01:02:03.1234567Z'],
    [`tostring(1d)`, '1.00:00:00'],
    [`tostring(-90m)`, '-01:30:00'],
    [`tostring(decimal(1.50))`, '1.5'],
    [`tostring(guid(74BE27DE-1e4e-49d9-b579-fe0b331d3642))`, '74be27de-1e4e-49d9-b579-fe0b331d3642'],
    [`tostring(dynamic({"a": [1, "x"]}))`, '{"a":[1,"x"]}'],
    [`tostring(dynamic("x"))`, 'x'],
    [`tostring(dynamic(null))`, ''],
  ])
})

describe('parse_json() reads JSON, and keeps other strings', () => {
  itEvaluates([
    [`parse_json('{"a": 1}')`, { a: 1 }],
    [`parse_json('{"a": {"b": [1, 2]}}').a.b[1]`, 2],
    [`parse_json('1.5')`, 1.5],
    [`parse_json('"x"')`, 'x'],
    [`parse_json('abc')`, 'abc'],
    [`parse_json('{bad')`, '{bad'],
    [`parse_json('NaN')`, 'NaN'],
    [`parse_json('')`, null],
    [`isnull(parse_json('null'))`, true],
    [`todynamic('[1]')[0]`, 1],
  ])
})

describe('gettype() tells the types of dynamic values apart', () => {
  itEvaluates([
    [`gettype(1)`, 'long'],
    [`gettype(1.5)`, 'real'],
    [`gettype(now())`, 'datetime'],
    [`gettype(1h)`, 'timespan'],
    [`gettype(dynamic(1))`, 'long'],
    [`gettype(dynamic(1.0))`, 'double'],
    [`gettype(dynamic('a'))`, 'string'],
    [`gettype(dynamic(true))`, 'bool'],
    [`gettype(dynamic([1]))`, 'array'],
    [`gettype(dynamic({}))`, 'dictionary'],
    [`gettype(dynamic(null))`, 'null'],
  ])
})

describe('toguid() and parse_version()', () => {
  itEvaluates([
    [`toguid('74be27de1e4e49d9b579fe0b331d3642')`, '74be27de-1e4e-49d9-b579-fe0b331d3642'],
    [`toguid('x')`, null],
    [`parse_version('0.0.0.5')`, '5'],
    [`parse_version('1.2.3.4')`, '1000000020000000300000004'],
    [`parse_version('1.0') == parse_version('1.0.0.0')`, true],
    [`parse_version('1.2.3.4.5')`, null],
    [`parse_version('a')`, null],
  ])
})
