import { expect, it } from '@jest/globals'
import { truncate } from '../src/truncate'

it.each([
  ['abc', 3, 'abc'],
  ['abc', 2, 'ab'],
  ['abc', 0, ''],
  ['', 5, ''],
  ['a😀b', 3, 'a😀'],
  ['a😀b', 2, 'a'],
  ['😀', 1, ''],
  ['äöü', 2, 'äö'],
])('cuts %j to at most %i characters without splitting a pair: %j', (text, max, truncated) => {
  expect(truncate(text, max)).toBe(truncated)
})
