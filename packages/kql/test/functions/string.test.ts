import { describe } from '@jest/globals'
import { itEvaluates } from '../cases'

describe('strings count characters, not bytes or UTF-16 units', () => {
  itEvaluates([
    [`strlen('héllo')`, 5],
    [`strlen('😀')`, 1],
    [`string_size('héllo')`, 6],
    [`substring('😀ab', 1, 1)`, 'a'],
    [`reverse('héllo')`, 'olléh'],
    [`indexof('😀b', 'b')`, 1],
  ])
})

describe('substring() never fails', () => {
  itEvaluates([
    [`substring('abcdef', 1, 2)`, 'bc'],
    [`substring('abcdef', 2)`, 'cdef'],
    [`substring('abcdef', -2)`, 'ef'],
    [`substring('abcdef', -3, 2)`, 'de'],
    [`substring('abc', 5)`, ''],
    [`substring('abc', 1, 100)`, 'bc'],
    [`substring('abc', 0, 0)`, ''],
    [`substring('abc', 1, -1)`, ''],
    [`substring('abc', -10, 2)`, ''],
  ])
})

describe('functions that join strings take any value as tostring() writes it', () => {
  itEvaluates([
    [`strcat('a', 1, 2.5, true)`, 'a12.5True'],
    [`strcat('a', int(null), 'b')`, 'ab'],
    [`strcat(1h, '|', dynamic({"a": 1}))`, '01:00:00|{"a":1}'],
    [`strcat(datetime(2020-01-01))`, '2020-01-01T00:00:00.0000000Z'],
    [`strcat_delim('-', 'a', 1, '', int(null))`, 'a-1--'],
    [`strcat_array(dynamic([1, null, 'a', true]), '|')`, '1||a|true'],
    [`strcat_array(dynamic({}), ',')`, ''],
    [`strrep('ab', 3, ',')`, 'ab,ab,ab'],
    [`strrep(1, 2)`, '11'],
    [`strrep('ab', 0)`, ''],
  ])
})

describe('case functions map each character to one character', () => {
  itEvaluates([
    [`toupper('straße')`, 'STRAßE'],
    [`tolower('ÀÉ')`, 'àé'],
    [`toupper('привет')`, 'ПРИВЕТ'],
  ])
})

describe('split() keeps empty parts', () => {
  itEvaluates([
    [`split('a,b,,c', ',')`, ['a', 'b', '', 'c']],
    [`split('', ',')`, ['']],
    [`split('abc', ',')`, ['abc']],
    [`split('aXXbXXc', 'XX')`, ['a', 'b', 'c']],
    [`split('a,b,c', ',', 1)`, ['b']],
    [`split('a,b', ',', 5)`, null],
    [`split('a,b,c', ',')[-1]`, 'c'],
    [`split('a,b', ',')[5]`, null],
  ])
})

describe('functions that replace strings', () => {
  itEvaluates([
    [`replace_string('aaa', 'a', 'b')`, 'bbb'],
    [`replace_string('a.c', '.', '-')`, 'a-c'],
    [`replace_string('abc', '', 'x')`, 'abc'],
    [`replace_strings('a.b', dynamic(['a', '.']), dynamic(['x', '-']))`, 'x-b'],
    [`replace_strings('abc', dynamic(['b']), dynamic([]))`, 'ac'],
    [`translate('krasp', 'otsku', 'spark')`, 'kusto'],
    [`translate('abc', 'x', 'abcabc')`, 'xxxxxx'],
    [`translate('abc', '', 'ab12')`, '12'],
    [`translate('', '', 'abc')`, 'abc'],
  ])
})

describe('strcmp() gives the order of code points', () => {
  itEvaluates([
    [`strcmp('a', 'b')`, -1],
    [`strcmp('b', 'a')`, 1],
    [`strcmp('a', 'a')`, 0],
    [`strcmp('A', 'a')`, -1],
  ])
})

describe('an empty string is empty, and never null', () => {
  itEvaluates([
    [`isempty('')`, true],
    [`isempty(' ')`, false],
    [`isnotempty('a')`, true],
    [`isnull('')`, false],
    [`isnotnull('')`, true],
    [`isempty(int(null))`, true],
    [`isempty(dynamic(null))`, true],
    [`isempty(dynamic([]))`, false],
    [`coalesce('', 'a')`, 'a'],
    [`tostring(int(null)) == ''`, true],
  ])
})

describe('string literals', () => {
  itEvaluates([
    [String.raw`'a\tb'`, 'a\tb'],
    [String.raw`"\u0041\"q\""`, 'A"q"'],
    [String.raw`@'c:\temp'`, 'c:\\temp'],
    [`@"x""y"`, 'x"y'],
    [String.raw`h@'c:\key'`, 'c:\\key'],
    [`h'secret'`, 'secret'],
    [`'it''s'`, 'its'],
    [`"it's"`, "it's"],
    [`'a' 'b'`, 'ab'],
    ['```two\nlines```', 'two\nlines'],
    ['~~~`quoted`~~~', '`quoted`'],
  ])
})
