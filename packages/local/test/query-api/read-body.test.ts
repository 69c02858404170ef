import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterAll(() => local.close())

/** Posts without a content-length. */
async function postChunks(path: string, chunks: readonly (string | Buffer)[]) {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const client = request(local.url, { method: 'POST', path, headers: { 'transfer-encoding': 'chunked' } }, resolve)
    client.on('error', reject)
    for (const chunk of chunks) client.write(chunk)
    client.end()
  })
  return { status: response.statusCode, body: JSON.parse(await text(response)) }
}

it.each([
  ['in chunks', ['{"query":', '"print 1"}']],
  ['with a byte order mark', ['\ufeff{"query":"print 1"}']],
  [
    'with a character in two chunks',
    [Buffer.from('{"query":"print 1 //€"}').subarray(0, 20), Buffer.from('€"}').subarray(1)],
  ],
])('reads a body %s', async (_, chunks) => {
  expect(await postChunks('/v1/apps/any/query', chunks)).toMatchObject({
    status: 200,
    body: { tables: [{ rows: [[1]] }] },
  })
})

it.each(['/v1/apps/any/query', '/v1/$batch', '/v2/rest/query', '/v1/subscriptions/s/query'])(
  'rejects a body without a content-length that is too large at %s',
  async (path) => {
    const chunks = new Array<string>(140).fill(' '.repeat(65_536))
    expect(await postChunks(path, chunks)).toMatchObject({ status: 413, body: { error: expect.anything() } })
  },
)

it('rejects bytes that are not UTF-8', async () => {
  expect(await postChunks('/v1/apps/any/query', [Buffer.from([0x7b, 0xff, 0xfe])])).toMatchObject({ status: 400 })
})
