import { Readable } from 'node:stream'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, it } from '@jest/globals'
import { decodeBody } from '../../src/ingest/decode-body'
import { IntakeLimits } from '../../src/ingest/intake-limits'

async function decode(encoding: string, body: Buffer) {
  using admission = new IntakeLimits().admit(false)
  const request = Object.assign(Readable.from([body]), { headers: { 'content-encoding': encoding } })
  return decodeBody(request as never, admission)
}

const body = Buffer.from('hello')

it.each([
  ['', body],
  ['gzip', gzipSync(body)],
  [' GZIP ', gzipSync(body)],
  ['deflate', deflateSync(body)],
  ['br', brotliCompressSync(body)],
])('unpacks %p', async (encoding, packed) => {
  expect(await decode(encoding, packed)).toEqual({ kind: 'text', text: 'hello' })
})

it('rejects an unknown encoding, a wrong one and a body that unpacks to more than 32 MiB', async () => {
  expect(await decode('zstd', body)).toMatchObject({ kind: 'rejected', statusCode: 415 })
  expect(await decode('gzip', body)).toMatchObject({ statusCode: 400, message: 'The body is not valid gzip' })
  expect(await decode('gzip', gzipSync(Buffer.alloc(33 * 1024 * 1024)))).toMatchObject({ statusCode: 413 })
})
