import { describe } from '@jest/globals'
import { itEvaluates, itRefuses } from '../cases'

describe('extract() gives a group of the first match, converted to a type', () => {
  itEvaluates([
    [`extract('x=([0-9.]+)', 1, 'hello x=45.6|wo')`, '45.6'],
    [`extract('x=([0-9.]+)', 0, 'x=45.6')`, 'x=45.6'],
    [`extract('x=([0-9.]+)', 1, 'x=45.6', typeof(real))`, 45.6],
    [String.raw`extract(@'(\d+)', 1, 'abc', typeof(long))`, null],
    [`extract('x', 0, 'y')`, ''],
  ])
})

describe('extract_all() gives the groups of each match', () => {
  itEvaluates([
    [String.raw`extract_all(@'(\w)', 'ab')`, ['a', 'b']],
    [
      String.raw`extract_all(@'(\w)(\d)', 'a1b2')`,
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      String.raw`extract_all(@'(\w)(\d)', dynamic([2, 1]), 'a1b2')`,
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
    ],
    [String.raw`extract_all(@'(?P<letter>\w)(\d)', dynamic(['letter']), 'a1b2')`, ['a', 'b']],
    [`extract_all(@'(?i)[(](A)', '(a(A')`, ['a', 'A']],
    [`extract_all('(z)', 'ab')`, null],
  ])
  itRefuses([
    [`print extract_all('a', 'a')`, 'ARGUMENTS', 'must have a group'],
    [`print extract_all('(a)', dynamic([2]), 'a')`, 'ARGUMENTS', 'numbers from 1 to 1'],
  ])
})

describe('trim functions remove one match at each end', () => {
  itEvaluates([
    [`trim('-', '--a--')`, '-a-'],
    [`trim('-+', '--a--')`, 'a'],
    [`trim_start('a+', 'aab')`, 'b'],
    [`trim_end('b', 'abb')`, 'ab'],
    [String.raw`trim(@'[^\w]+', '-- Te st1// $')`, 'Te st1'],
  ])
})

describe('replace_regex() supports groups', () => {
  itEvaluates([
    [String.raw`replace_regex('hello world', @'(\w+) (\w+)', @'\2 \1')`, 'world hello'],
    [`replace_regex('abc', 'x', 'y')`, 'abc'],
    [`replace('[0-9]', '#', 'a1b2')`, 'a#b#'],
    [`regex_quote('(so$me.Te^xt)')`, '\\(so\\$me\\.Te\\^xt\\)'],
  ])
})
