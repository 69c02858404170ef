import { expect, it } from '@jest/globals'
import { closingBracket, closingQuote, indexFrom, NextMatch, startsAt } from '../../src/redaction/string-search'

it('finds the first match from an index on, or the end of the string', () => {
  expect(indexFrom('a,b,c', /,/g, 2)).toBe(3)
  expect(indexFrom('a,b,c', /,/g, 3)).toBe(3)
  expect(indexFrom('a,b,c', /,/g, 4)).toBe(5)
})

it('matches a sticky pattern only at the index', () => {
  expect(startsAt('a:80', /\d+/y, 2)).toBe(true)
  expect(startsAt('a:80', /\d+/y, 1)).toBe(false)
})

it('finds the next match of each index as it moves forward', () => {
  const commas = new NextMatch('a,b,c', /,/g)
  expect([0, 1, 2, 3, 4, 5].map((index) => commas.from(index))).toEqual([1, 1, 3, 3, 5, 5])
})

it.each([
  ['abc" d', 0, 3],
  ['a\\"b" c', 0, 4],
  ['a\\\\" c', 0, 3],
  ['abc\\" d', 1, 3],
  ['a\\\\\\"b\\" c', 1, 6],
  ['abc', 0, 3],
])('finds the closing quote of %s', (string, backslashes, index) => {
  expect(closingQuote(string, 0, '"', backslashes)).toBe(index)
})

it.each([
  ['{"a":"}"} x', 9],
  ['[[1],{"b":2}] x', 13],
  ['{"a":1', 6],
])('finds the end of the brackets of %s', (string, index) => {
  expect(closingBracket(string, 0)).toBe(index)
})
