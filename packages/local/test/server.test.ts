import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal, type TableCounts } from '../src'
import { aMessage, postEnvelopes } from './an-envelope'

let local: LocalApplicationInsights
let before: TableCounts

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterAll(() => local.close())

beforeEach(async () => {
  before = await local.counts()
})

async function newTraces(): Promise<number> {
  return (await local.counts()).traces - before.traces
}

function post(path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(new URL(path, local.url), { method: 'POST', body, headers })
}

/** Like fetch, which does not allow a program to set the Host or a path with two slashes. */
async function send(method: string, path: string, headers: Readonly<Record<string, string>>, body = '') {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request(local.url, { method, path, headers }, resolve).on('error', reject).end(body)
  })
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

const message = JSON.stringify(aMessage('m'))

describe('GET /connection-string', () => {
  it('returns the connection string, by which programs detect azmon local', async () => {
    const response = await fetch(new URL('connection-string', local.url))
    expect(await response.text()).toBe(`${local.connectionString}\n`)
  })
})

describe('POST /v2.1/track', () => {
  it('has stored the accepted items when it responds', async () => {
    const response = await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])

    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ itemsReceived: 2, itemsAccepted: 2, errors: [], appId: aMessage('a').iKey })
    expect(await newTraces()).toBe(2)
  })

  it('responds 206 and names the rejected items', async () => {
    const response = await postEnvelopes(local.url, [aMessage('a'), aMessage('b', { iKey: 'none' }), aMessage('c')])

    expect(response.status).toBe(206)
    expect(await response.json()).toEqual({
      itemsReceived: 3,
      itemsAccepted: 2,
      errors: [{ index: 1, statusCode: 400, message: 'Invalid instrumentation key' }],
      appId: aMessage('a').iKey,
    })
    expect(await newTraces()).toBe(2)
  })

  it('responds with the status of the items if all are rejected', async () => {
    const response = await postEnvelopes(local.url, [aMessage('')])

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ itemsReceived: 1, itemsAccepted: 0, appId: null })
  })

  it.each([
    ['gzip', gzipSync(message)],
    ['deflate', deflateSync(message)],
    ['br', brotliCompressSync(message)],
    ['identity', Buffer.from(message)],
    ['GZIP', gzipSync(message)],
  ])('unpacks %s', async (encoding, body) => {
    expect((await post('/v2.1/track', body, { 'content-encoding': encoding })).status).toBe(200)
    expect(await newTraces()).toBe(1)
  })

  it.each([
    ['an unknown encoding', { 'content-encoding': 'zstd' }, message, 415],
    ['a body in another encoding', { 'content-encoding': 'gzip' }, message, 400],
    ['an empty body', {}, '', 400],
    ['a body that is not JSON', {}, '<xml/>', 400],
    ['a body of more than 32 MiB', {}, Buffer.alloc(32 * 1024 * 1024 + 1, ' '), 413],
    [
      'a small body that unpacks to more than 32 MiB',
      { 'content-encoding': 'gzip' },
      gzipSync(Buffer.alloc(64 * 1024 * 1024)),
      413,
    ],
  ])('rejects %s', async (_, headers, body, status) => {
    const response = await post('/v2.1/track', body, headers)

    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ itemsAccepted: 0, errors: [{ index: 0, statusCode: status }] })
  })

  it.each(['/v2/track', '//v2.1/track', '///v2//track//', '/v2.1/track/', '/V2.1/Track', '/v2.1/track?a=b'])(
    'accepts the path %s',
    async (path) => {
      expect((await send('POST', path, {}, message)).status).toBe(200)
      expect(await newTraces()).toBe(1)
    },
  )

  it('responds 429 to web pages that send too much, but not to programs', async () => {
    await using own = await startLocal({ port: 0 })
    const body = gzipSync(Buffer.alloc(20 * 1024 * 1024, '\n'))
    const send = (headers: Readonly<Record<string, string>>) =>
      fetch(new URL('/v2.1/track', own.url), {
        method: 'POST',
        body,
        headers: { 'content-encoding': 'gzip', ...headers },
      })
    const page = { origin: 'http://evil.example' }

    expect((await send(page)).status).toBe(400)
    const rejected = await send(page)
    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await rejected.json()).toMatchObject({ itemsAccepted: 0, errors: [{ index: 0, statusCode: 429 }] })
    expect((await send({})).status).toBe(400)
  })

  it('responds 429 to a web page that sends many tiny items', async () => {
    await using own = await startLocal({ port: 0 })
    const response = await fetch(new URL('/v2.1/track', own.url), {
      method: 'POST',
      body: '0\n'.repeat(64_000),
      headers: { origin: 'http://evil.example' },
    })
    await response.text()
    const again = await fetch(new URL('/v2.1/track', own.url), {
      method: 'POST',
      body: '0\n'.repeat(64_000),
      headers: { origin: 'http://evil.example' },
    })
    expect([response.status, again.status]).toEqual([400, 429])
  })

  it('answers other requests while it stores a large body', async () => {
    let isDone = false
    const large = post('/v2.1/track', Array.from({ length: 20_000 }, () => message).join('\n')).finally(() => {
      isDone = true
    })
    let answered = 0
    while (!isDone) {
      expect((await postEnvelopes(local.url, [aMessage('small')])).status).toBe(200)
      answered++
    }
    expect((await large).status).toBe(200)
    expect(answered).toBeGreaterThan(5)
  })

  it('accepts requests from pages of any origin, without credentials', async () => {
    const preflight = await send('OPTIONS', '/v2.1/track', {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,sdk-context',
    })
    const response = await post('/v2.1/track', message, { origin: 'http://localhost:3000' })

    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST,OPTIONS',
      'access-control-allow-headers': 'content-type,sdk-context',
      'access-control-max-age': '7200',
    })
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('accepts beacons, and lets the browser pass the response to their page', async () => {
    const beacon = {
      'content-type': 'text/plain;charset=utf-8',
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-site': 'cross-site',
      origin: 'http://shop.example',
    }
    const { status, headers } = await send('POST', '//V2/Track/', beacon, message)
    expect([status, headers['cross-origin-resource-policy']]).toEqual([200, 'cross-origin'])
    expect((await send('GET', '/', {})).headers['cross-origin-resource-policy']).toBe('same-origin')
  })

  it('fills the columns of the client from the request of a page', async () => {
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0'
    await post('/v2/track', JSON.stringify(aMessage('from a page')), { 'user-agent': userAgent })
    expect((await local.rows('traces'))[0]).toMatchObject({
      client_IP: '127.0.0.1',
      client_Browser: 'Chrome 126.0',
      client_OS: 'Linux',
    })
  })

  it('prefers what the tags say, and takes no program for a browser', async () => {
    const tags = { 'ai.location.ip': '203.0.113.7', 'ai.device.osVersion': 'Linux 6.1' }
    await post('/v2/track', JSON.stringify(aMessage('tagged', { tags })), { 'user-agent': 'python-requests/2.28.1' })
    const [row] = await local.rows('traces')
    expect(row).toMatchObject({ message: 'tagged', client_IP: '203.0.113.7', client_OS: 'Linux 6.1' })
    expect(row?.client_Browser ?? '').toBe('')
  })
})

describe('GET /api/profiles/{key}/appId', () => {
  it('returns the id that SDKs put into the headers of their calls, which rows have as appId', async () => {
    const { iKey } = aMessage('m')
    const { status, body } = await send('GET', `//api/profiles/${iKey}/appId`, {})
    expect([status, body]).toEqual([200, iKey])
  })

  it('rejects what is no key', async () => {
    expect((await send('GET', '/api/profiles/%3Cscript%3E/appId', {})).status).toBe(404)
  })
})

describe('POST /v2/validate', () => {
  it('checks the items and stores nothing', async () => {
    const response = await post('/v2/validate', `${message}\nnull`)

    expect(response.status).toBe(206)
    expect(await response.json()).toMatchObject({ itemsReceived: 2, itemsAccepted: 1 })
    expect(await newTraces()).toBe(0)
  })

  it.each([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('rejects other origins: %p', async (headers) => {
    const response = await send('POST', '/v2/validate', headers)

    expect(response.status).toBe(403)
    expect(response.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('accepts its own origin', async () => {
    const headers = { origin: new URL(local.url).origin, 'sec-fetch-site': 'same-origin' }

    expect((await post('/v2/validate', message, headers)).status).toBe(200)
  })
})

describe('GET /', () => {
  it('forbids resources of others and inline scripts, and allows inline styles only with the nonce of the response', async () => {
    const [first, second] = await Promise.all([fetch(local.url), fetch(local.url)])
    const policy = first.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]

    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "connect-src 'self'",
      "img-src 'self' data:",
      "font-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
    expect(await first.text()).toContain(`nonce="${nonce}"`)
    expect(second.headers.get('content-security-policy')).not.toBe(policy)
    expect(first.headers.get('x-content-type-options')).toBe('nosniff')
    expect(first.headers.get('referrer-policy')).toBe('no-referrer')
    expect(first.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('forbids caching', async () => {
    expect((await fetch(local.url)).headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['a link on another page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
    ['an image on another page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['a script of another page', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' }, 403],
  ])('handles a request by %s', async (_, headers, status) => {
    expect((await send('GET', '/', headers)).status).toBe(status)
  })

  it('has an empty icon', async () => {
    expect((await fetch(new URL('favicon.ico', local.url))).status).toBe(204)
  })
})

describe('a client', () => {
  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost', 'localhost:1', '[::2]:80'])(
    'is rejected with the host %s',
    async (host) => {
      expect((await send('GET', '/', { host })).status).toBe(421)
    },
  )

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])(
    'is accepted with the host %s and the port',
    async (name) => {
      expect((await send('GET', '/', { host: `${name}:${local.port}` })).status).toBe(200)
    },
  )

  it('gets 404 for an unknown path', async () => {
    expect((await fetch(new URL('nowhere', local.url))).status).toBe(404)
  })

  it.each([
    ['nonsense', 'NONSENSE\r\n\r\n'],
    ['half a request', 'POST /v2.1/track HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{'],
    ['a broken chunk', 'POST /v2.1/track HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ])('that sends %s and disconnects does not affect others', async (_, bytes) => {
    await new Promise<void>((resolve) => {
      const socket = connect(local.port, '127.0.0.1', () => socket.end(bytes))
      socket
        .on('close', () => resolve())
        .on('error', () => undefined)
        .resume()
    })

    expect((await postEnvelopes(local.url, [aMessage('after it')])).status).toBe(200)
  })
})

describe('GET /api/refusals', () => {
  it('lists the rejected items with the reason, the newest first', async () => {
    const rejected = aMessage('m', { iKey: 'none', tags: { 'ai.operation.id': 'refused-operation' } })
    await postEnvelopes(local.url, [rejected, aMessage('accepted')])

    const response = await fetch(new URL('api/refusals?operation=refused-operation', local.url))
    expect(await response.json()).toMatchObject({
      refusals: [{ message: 'Invalid instrumentation key', statusCode: 400, operationId: 'refused-operation' }],
    })
  })
})
