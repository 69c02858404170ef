import { describe } from '@jest/globals'
import { itEvaluates } from '../cases'

describe('indexof() searches within limits', () => {
  itEvaluates([
    [`indexof('abc', 'c')`, 2],
    [`indexof('abc', 'z')`, -1],
    [`indexof('abc', 'B')`, -1],
    [`indexof('abcabc', 'b', 2)`, 4],
    [`indexof('abcdefg', 'cde', 3, 4)`, -1],
    [`indexof('abcdefg', 'cde', -5)`, 2],
    [`indexof(1234567, 5, 1, 4)`, 4],
    [`indexof('abcabc', 'c', 0, -1, 2)`, 5],
    [`indexof('abcabc', 'c', 0, -1, 3)`, -1],
    [`indexof('abc', 'c', 0, -2)`, null],
  ])
})

describe('indexof_regex() finds matches that do not overlap', () => {
  itEvaluates([
    [`indexof_regex('abcabc', 'a.c')`, 0],
    [`indexof_regex('abcabcdefg', 'a.c', 0, 9, 2)`, 3],
    [`indexof_regex('ababaa', 'a.a', 0, -1, 2)`, -1],
    [`indexof_regex('abcabc', 'a|ab', -1)`, null],
  ])
})

describe('countof() counts substrings that overlap, and matches that do not', () => {
  itEvaluates([
    [`countof('aaaa', 'aa')`, 3],
    [`countof('aXaXa', 'a.a', 'regex')`, 1],
    [`countof('The cat sat on the mat', 'at')`, 3],
    [`countof('abc', '')`, 0],
  ])
})

describe('has_any_index() gives the position of the first term', () => {
  itEvaluates([
    [`has_any_index('this is an example', dynamic(['that', 'example']))`, 1],
    [`has_any_index('this', dynamic(['hi']))`, -1],
  ])
})
