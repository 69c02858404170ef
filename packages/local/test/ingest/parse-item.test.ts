import { expect, it } from '@jest/globals'
import { isTooLong, parseItem } from '../../src/ingest/parse-item'

it.each([
  ['{"a":1}', { kind: 'parsed', value: { a: 1 } }],
  ['{"a":', { kind: 'unparsable' }],
  [`"${'x'.repeat(65_536)}"`, { kind: 'too-long' }],
  [`${'['.repeat(65)}${']'.repeat(65)}`, { kind: 'too-complex' }],
])('parses an item: %#', (text, expected) => {
  expect(parseItem(text)).toEqual(expected)
})

it('measures the length in bytes', () => {
  expect([isTooLong('x'.repeat(65_536)), isTooLong('é'.repeat(32_769))]).toEqual([false, true])
})
