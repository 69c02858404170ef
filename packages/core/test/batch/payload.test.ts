import { gunzipSync } from 'node:zlib'
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodeLines, encodePayload } from '../../src/batch/payload'
import { Pages } from '../../src/item/pages'
import { anItem } from '../builders'

const pages = new Pages()

it.each([
  ['no item', [], ''],
  ['one item', ['a'], 'a'],
  ['items of ASCII and other characters', ['plain', 'größe', '🛒', 'plain'], 'plain\ngröße\n🛒\nplain'],
])('encodes %s as newline-delimited lines', (_, messages, expected) => {
  const items = messages.map((message) => pages.itemOf(message, Buffer.byteLength(message), undefined))
  expect(encodeLines(items).toString()).toBe(expected)
})

it('encodes the same bytes into a buffer that was used before', () => {
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

it('never includes old content of the buffer, even for an item whose size is wrong', () => {
  const item = { ...anItem('x'), bytes: 100, copyTo: (target: Buffer, at: number) => target.write('short', at) }
  expect(encodeLines([item], (bytes) => Buffer.alloc(bytes, 'secret')).toString()).toBe('short')
})

it('does not mix batches that are compressed at the same time', async () => {
  const batches = ['a', 'b', 'c', 'd', 'e'].map((letter) =>
    Array.from({ length: 200 }, () => anItem(letter.repeat(500))),
  )
  const textOf = async (items: (typeof batches)[number]) =>
    gunzipSync((await encodePayload(items, 'gzip')).body).toString()
  const texts = await Promise.all(batches.slice(0, 4).map(textOf))
  texts.push(await textOf(batches[4] ?? []))
  expect(texts).toEqual(batches.map((items) => items.map(({ json }) => json).join('\n')))
})
