import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, it } from '@jest/globals'
import { decodeBody } from '../src/decode-body'

const ITEMS = [{ name: 'a' }, { name: 'ü' }]
const LINES = Buffer.from(ITEMS.map((item) => JSON.stringify(item)).join('\n'))

it.each<[string | undefined, Buffer]>([
  [undefined, LINES],
  ['gzip', gzipSync(LINES)],
  ['deflate', deflateSync(LINES)],
  ['br', brotliCompressSync(LINES)],
])('decodes lines with content-encoding %s', (encoding, body) => {
  expect(decodeBody(body, encoding)).toEqual(ITEMS)
})

it('decodes a JSON array', () => {
  expect(decodeBody(Buffer.from(` ${JSON.stringify(ITEMS)}\n`), undefined)).toEqual(ITEMS)
})

it('throws if a line is not JSON', () => {
  expect(() => decodeBody(Buffer.from('{}\n{'), undefined)).toThrow(SyntaxError)
})
