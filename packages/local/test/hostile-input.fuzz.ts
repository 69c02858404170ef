import { once } from 'node:events'
import { request as ask, type ClientRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { bytesLike, fuzz, jsonLike, short, stringsLike } from '@azmon/testkit/fuzz'
import { afterAll, beforeAll, describe, expect } from '@jest/globals'
import fc from 'fast-check'
import { type LocalApplicationInsights, startLocal } from '../src'
import { checkItem } from '../src/ingest/check-item'
import { baseTypes } from '../src/ingest/contracts'
import { decodeBody } from '../src/ingest/decode-body'
import { durationMs } from '../src/ingest/duration'
import { instantMicros } from '../src/ingest/instant'
import { IntakeLimits } from '../src/ingest/intake-limits'
import { parseItem } from '../src/ingest/parse-item'
import { splitItems } from '../src/ingest/split-items'
import { track } from '../src/ingest/track'
import { collectionOf } from '../src/live/collection'
import { readPosts } from '../src/live/read-post'
import { toRow } from '../src/rows/to-row'
import { aMessage, anEnvelope } from './an-envelope'

const stack = [{ level: 0, method: 'f', assembly: 'a', fileName: 'b.js', line: 1 }]
const data = {
  ...{ id: '1', name: 'GET /', duration: '1.00:00:01.5000000', responseCode: '200', resultCode: '200', success: true },
  ...{ message: 'a', url: 'https://a.example/', severityLevel: 1, properties: { a: 'b' }, measurements: { c: 1 } },
  exceptions: [{ id: 1, typeName: 'TypeError', message: 'a', parsedStack: stack }],
  metrics: [{ name: 'a', kind: 1, value: 2, count: 3 }],
}
const tags = { 'ai.operation.id': '1', 'ai.cloud.role': 'shop', 'ai.location.ip': '127.0.0.1' }
const items = jsonLike(...baseTypes.map((baseType) => anEnvelope(baseType, data, { sampleRate: 50, tags })))
const good = Buffer.from([aMessage('a'), aMessage('b')].map((envelope) => JSON.stringify(envelope)).join('\n'))
const nowMs = Date.now()

describe('an item', () => {
  fuzz('as text', items, (text) => parseItem(text))
  fuzz('and makes a row of it', items, (text) => {
    const parsed = parseItem(text)
    const verdict = checkItem(parsed.kind === 'parsed' ? parsed.value : undefined, nowMs)
    return verdict.kind === 'accepted' ? toRow(verdict.item, 'id') : verdict
  })
  fuzz('with a duration', stringsLike('1.02:03:04.5000000', '00:00:00'), durationMs)
  fuzz('with a time', stringsLike('2026-03-04T12:00:00.1234567Z', '2026-03-04T12:00:00+01:00'), instantMicros)
})

describe('a body', () => {
  const bodies = fc.oneof(items, stringsLike(`[${good.toString().replace('\n', ',')}]`, good.toString()))
  fuzz('and splits it', bodies, splitItems)
  fuzz(
    'and checks its items',
    bodies,
    (body) => track(body, { nowMs, isKnownKey: () => true, takeItems: () => true, storeItems: async () => {} }),
    ({ response }) => {
      expect(response.itemsAccepted).toBeLessThanOrEqual(response.itemsReceived)
    },
  )
  const packed = bytesLike(gzipSync(good), deflateSync(good), brotliCompressSync(good), good)
  fuzz(
    'in any encoding',
    fc.tuple(short(stringsLike('gzip', 'br', 'deflate', 'identity', '')), packed),
    async ([encoding, bytes]) => {
      using admission = new IntakeLimits().admit(false)
      const request = Object.assign(Readable.from([bytes]), { headers: { 'content-encoding': encoding } })
      return decodeBody(request as never, admission)
    },
  )
})

describe('a post of Live Metrics', () => {
  const document = {
    DocumentType: 'Request',
    Name: 'GET /',
    Duration: 'PT1.5S',
    Properties: [{ key: 'a', value: 'b' }],
  }
  const metric = { Name: '\\ApplicationInsights\\Requests/Sec', Value: 1, Weight: 1 }
  const point = { RoleName: 'shop', Version: 'node20:otel2', Metrics: [metric], Documents: [document] }
  fuzz('of a process', jsonLike([point, point]), (text) => {
    const body = parsedOr(undefined, text)
    return { posts: readPosts(body, nowMs), collection: collectionOf(body) }
  })
})

describe('a connection', () => {
  let local: LocalApplicationInsights
  beforeAll(async () => {
    local = await startLocal({ port: 0 })
  })
  afterAll(async () => local[Symbol.asyncDispose]())

  // The record, the type and the versions of a TLS handshake; then anything.
  const hello = Buffer.from([0x16, 3, 1, 0, 60, 1, 0, 0, 56, 3, 3, ...Buffer.alloc(32), 0, 0, 2, 0x13, 1, 1, 0, 0, 13])
  fuzz(
    'that begins with any bytes',
    bytesLike(hello, good),
    async (bytes) => {
      const socket = connect(local.port, '127.0.0.1').on('error', () => {})
      socket.end(bytes, () => socket.destroy())
      await once(socket, 'close')
      return statusOf(ask(new URL('connection-string', local.url)).end())
    },
    (status) => expect(status).toBe(200),
    100, // client and server in one process
  )
})

describe('a request over HTTP', () => {
  let local: LocalApplicationInsights
  beforeAll(async () => {
    local = await startLocal({ port: 0 })
  })
  afterAll(async () => local[Symbol.asyncDispose]())

  /** Node rejects other characters in headers before it sends them. */
  const headerValue = short(stringsLike('https://a.example', 'same-origin', 'gzip', 'localhost:80', 'navigate')).map(
    (value) => value.replaceAll(/[^\t\x20-\x7e]/g, ''),
  )
  const paths = short(stringsLike('/v2.1/track', '/V2/track', '//v2/validate/', '/connection-string?a=b', '/?%00')).map(
    (path) => `/${path.replaceAll(/[^\x21-\x7e]/g, '')}`,
  )
  const headers = fc.dictionary(
    fc.constantFrom('origin', 'sec-fetch-site', 'sec-fetch-mode', 'content-encoding', 'host'),
    headerValue,
  )
  fuzz(
    'of any kind',
    fc.record({
      path: paths,
      method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'PUT'),
      headers,
      body: bytesLike(good, gzipSync(good)),
    }),
    async ({ path, method, headers: given, body }) => {
      const request = ask(local.url, { path, method, headers: { ...given, 'content-length': body.length } }).end(body)
      return statusOf(request)
    },
    (status) => expect(status).toBeLessThan(500),
    100, // client, server and database in one process
  )
})

// --- helpers ---

function parsedOr(fallback: unknown, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return fallback
  }
}

async function statusOf(request: ClientRequest): Promise<number> {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  await response.resume().toArray()
  return response.statusCode ?? 0
}
