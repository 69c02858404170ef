import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Item } from '../../src/envelope/item'
import { encodeLines } from '../../src/ingestion/payload'
import { anItem } from '../builders'

it.each([
  ['nothing', [], ''],
  ['one line', ['a'], 'a'],
  ['lines of ASCII and of anything else', ['plain', 'größe', '🛒', 'plain'], 'plain\ngröße\n🛒\nplain'],
])('of %s are these bytes', (_, messages, expected) => {
  const items = messages.map((message) => new Item(message, Buffer.byteLength(message), undefined))
  expect(encodeLines(items).toString()).toBe(expected)
})

it('are the same in a buffer that was used before', () => {
  const scratch = Buffer.alloc(1_000_000, '#')
  const texts = fc.array(fc.string({ unit: 'grapheme' }))
  fc.assert(
    fc.property(texts, (messages) => {
      const items = messages.map((message) => anItem(message))
      const expected = items.map(({ json }) => json).join('\n')
      expect(encodeLines(items, (bytes) => scratch.subarray(0, bytes)).toString()).toBe(expected)
    }),
  )
})
