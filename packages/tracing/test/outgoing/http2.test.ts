import { once } from 'node:events'
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type ClientSessionRequestOptions,
  connect,
  constants,
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
  sensitiveHeaders,
} from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { testIdentity } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import axios from 'axios'
import * as undici from 'undici'
import type { OutgoingOptions } from '../../src'
import { SPAN_ID, TRACE_ID } from '../builders'
import { responseFrom, TrackedServer } from '../tracked-server'

/** As a module does that is loaded before tracking starts. */
const takenOut = connect

const { NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM } = constants

const tracked = new TrackedServer()
let server: Http2Server
let host: string
let session: ClientHttp2Session
let stop: () => void
let seen: IncomingHttpHeaders
const sockets = new Set<Socket>()

const ANSWERS: Readonly<Record<string, (stream: ServerHttp2Stream) => unknown>> = {
  '/never': () => {},
  '/refuses': (stream) => stream.close(NGHTTP2_REFUSED_STREAM),
  '/resets': (stream) => stream.close(NGHTTP2_CANCEL),
  '/breaks-off': (stream) => {
    stream.respond()
    stream.write('half', () => stream.destroy(new Error('broken')))
  },
  '/loses-the-connection': (stream) => {
    stream.respond()
    stream.write('half', () => setImmediate(() => sockets.forEach((socket) => void socket.destroy())))
  },
  '/stream': (stream) => {
    stream.respond()
    const timer = setInterval(() => stream.write('x'.repeat(1_000)), 5)
    stream.once('close', () => clearInterval(timer))
  },
  '/empty': (stream) => stream.respond({ ':status': 204 }, { endStream: true }),
  '/missing': (stream) => {
    stream.respond({ ':status': 404 })
    stream.end('nothing')
  },
  '/big': (stream) => {
    stream.respond()
    stream.end('x'.repeat(3_000_000))
  },
}

function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  seen = headers
  stream.on('error', () => {})
  const found = ANSWERS[String(headers[':path'])]
  if (found !== undefined) return void found(stream)
  stream.respond()
  stream.end('paid')
}

beforeEach(async () => {
  server = createServer()
    .on('stream', answer)
    .on('connection', (socket: Socket) => sockets.add(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  session = opened(`http://${host}`)
  stop = tracked.tracing.trackOutgoing()
})

afterEach(() => {
  session.destroy()
  server.close()
  sockets.clear()
})

function opened(url: string, open = connect): ClientHttp2Session {
  return open(url, { rejectUnauthorized: false }).on('error', () => {})
}

interface Asked {
  readonly headers?: OutgoingHttpHeaders
  readonly options?: ClientSessionRequestOptions
  readonly within?: ClientHttp2Session
  readonly onRequest?: (stream: ClientHttp2Stream) => unknown
  readonly onResponse?: (stream: ClientHttp2Stream) => unknown
}

/** Asks for a path, reads the response, and resolves when the stream is closed. */
async function ask(
  path: string,
  { headers, options, within = session, onRequest, onResponse }: Asked = {},
): Promise<void> {
  const stream = within.request({ ':path': path, ...headers }, options)
  stream.on('error', () => {})
  if (onResponse !== undefined) stream.once('response', () => onResponse(stream))
  onRequest?.(stream)
  await closed(stream)
}

function closed(stream: ClientHttp2Stream): Promise<unknown> {
  return new Promise((resolve) => stream.resume().once('close', resolve))
}

function track(options: OutgoingOptions): void {
  stop()
  stop = tracked.tracing.trackOutgoing(options)
}

describe('a call by HTTP/2', () => {
  it('is a row of dependencies and the parent of the called request', async () => {
    await tracked.tracing.tracer.span('place order', () => ask('/charges?a=b'))
    const [call, work] = await tracked.dependencies(2)
    expect(call?.data.baseData).toMatchObject({
      type: 'Http',
      name: 'GET /charges',
      target: host,
      data: `http://${host}/charges?a=b`,
      resultCode: '200',
      success: true,
      properties: {},
    })
    expect(call?.tags['ai.operation.parentId']).toBe(work?.data.baseData.id)
    expect(seen['traceparent']).toBe(`00-${call?.tags['ai.operation.id']}-${call?.data.baseData.id}-01`)
  })

  it.each<[string, string, Asked, object]>([
    [
      'with a body',
      '/',
      { headers: { ':method': 'POST' }, onRequest: (stream) => stream.end('7') },
      { name: 'POST /' },
    ],
    ['without a response body', '/empty', {}, { resultCode: '204', success: true }],
    ['for headers only', '/', { headers: { ':method': 'HEAD' } }, { name: 'HEAD /', success: true }],
    ['for something missing', '/missing', {}, { resultCode: '404', success: false }],
    ['to a named authority', '/', { headers: { ':authority': 'pay.example' } }, { target: 'pay.example' }],
    [
      'with headers that are not compressed',
      '/',
      { headers: { key: '7', [sensitiveHeaders]: ['key'] } },
      { success: true },
    ],
  ])('is a row %s', async (_, path, asked, row) => {
    await ask(path, asked)
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { ...row, properties: {} } } }])
  })

  it('is a row without any header, and does not change the headers of the application', async () => {
    await closed(session.request())
    const headers = { ':path': '/charges' }
    await closed(session.request(headers))
    expect(headers).toEqual({ ':path': '/charges' })
    expect(await tracked.dependencies(2)).toMatchObject([
      { data: { baseData: { data: `http://${host}/` } } },
      { data: { baseData: { data: `http://${host}/charges` } } },
    ])
  })

  it('is a row in a session by a connect() that was taken out of the module before', async () => {
    const other = opened(`http://${host}`, takenOut)
    await ask('/', { within: other })
    other.destroy()
    expect(await tracked.dependencies()).toHaveLength(1)
  })

  it('is a row even if the response is never read', async () => {
    const streams = ['/', '/big'].map((path) => session.request({ ':path': path }))
    expect(await tracked.dependencies(2)).toMatchObject([{ data: { baseData: { success: true } } }, {}])
    expect(streams).toHaveLength(2)
  })

  it('is not tracked if it carries the parent of other tracking, or if tracking has stopped', async () => {
    const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`
    await ask('/', { headers: { traceparent } })
    expect(seen['traceparent']).toBe(traceparent)
    stop()
    await ask('/')
    await tracked.tracing.flush()
    expect([tracked.ingestion.accepted, seen['traceparent']]).toEqual([[], undefined])
  })

  it('is not tracked if it is a gRPC call, which has its own instrumentation', async () => {
    await ask('/shop.Orders/Place', { headers: { 'content-type': 'application/grpc' } })
    await ask('/orders', { headers: { 'content-type': 'application/grpc-web' } })
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { name: 'GET /orders' } } }])
  })

  it('is subject to the options of all calls', async () => {
    track({ ignore: [host] })
    await ask('/ignored')
    track({ propagateTo: [] })
    await ask('/charges')
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { name: 'GET /charges' } } }])
    expect(seen).not.toHaveProperty('traceparent')
  })

  it('replaces the parent that a gateway passes on', async () => {
    const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`
    const gateway = await tracked.serve(async ({ headers }, response) => {
      await ask('/charges', { headers: { traceparent: headers['traceparent'] } })
      response.end()
    })
    await responseFrom(gateway, { headers: { traceparent } })
    const [own] = await tracked.requests()
    const [hop] = await tracked.dependencies()
    expect(hop?.tags['ai.operation.parentId']).toBe(own?.data.baseData.id)
    expect(seen['traceparent']).toBe(`00-${TRACE_ID}-${hop?.data.baseData.id}-01`)
  })

  it('passes on the error of Node if the session is over', async () => {
    session.destroy()
    const failed = async () => ask('/')
    await failed().catch(() => {})
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { resultCode: '0', success: false } } }])
  })
})

describe.each<[string, () => Promise<unknown>]>([
  ['a signal', () => ask('/never', { options: { signal: AbortSignal.abort() } })],
  [
    'close()',
    () => ask('/never', { onRequest: (stream) => server.once('stream', () => stream.close(NGHTTP2_CANCEL)) }),
  ],
  ['close() at once', () => ask('/never', { onRequest: (stream) => stream.close(NGHTTP2_CANCEL) })],
  ['destroy()', () => ask('/never', { onRequest: (stream) => server.once('stream', () => stream.destroy()) })],
  ['destroy(error)', () => ask('/never', { onRequest: (stream) => stream.destroy(new Error('left')) })],
  ['the end of its session', () => ask('/never', { onRequest: () => server.once('stream', () => session.destroy()) })],
  ['the end of its session at once', () => ask('/never', { onRequest: () => session.destroy() })],
])('a call by HTTP/2 that the application cancels before there is a response, by %s', (_, call) => {
  it('has failed without a status, and causes no exception', async () => {
    await call()
    expect(await tracked.dependencies()).toMatchObject([
      { data: { baseData: { resultCode: '0', success: false, properties: { cancelled: 'true' } } } },
    ])
    expect(tracked.exceptions()).toEqual([])
  })
})

describe.each<[string, (stream: ClientHttp2Stream) => unknown]>([
  ['close()', (stream) => stream.close(NGHTTP2_CANCEL)],
  ['close() without a code', (stream) => stream.close()],
  ['destroy()', (stream) => stream.destroy()],
  ['the end of its session', () => session.destroy()],
])('a call by HTTP/2 that the application cancels during its response, by %s', (_, onResponse) => {
  it('succeeds or fails by its status, and causes no exception', async () => {
    await ask('/stream', { onResponse })
    expect(await tracked.dependencies()).toMatchObject([
      { data: { baseData: { resultCode: '200', success: true, properties: { cancelled: 'true' } } } },
    ])
    expect(tracked.exceptions()).toEqual([])
  })
})

describe('a call by HTTP/2 that fails', () => {
  it.each<[string, string, Asked, string]>([
    ['is refused', '/refuses', {}, 'ERR_HTTP2_STREAM_ERROR'],
    ['is reset without an error', '/resets', {}, 'ECONNRESET'],
    ['takes too long for its signal', '/never', { options: { signal: AbortSignal.timeout(30) } }, 'TimeoutError'],
    [
      'takes too long',
      '/never',
      { onRequest: (stream) => stream.setTimeout(20, () => stream.close(NGHTTP2_CANCEL)) },
      'ETIMEDOUT',
    ],
  ])('has no status and an exception if it %s', async (_, path, asked, typeName) => {
    await ask(path, asked)
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { resultCode: '0', success: false } } }])
    expect(tracked.exceptions()).toMatchObject([{ data: { baseData: { exceptions: [{ typeName }] } } }])
  })

  it('names the reason if there is no connection', async () => {
    await ask('/', { within: opened('http://127.0.0.1:1') })
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { resultCode: '0', success: false } } }])
    expect(tracked.exceptions()).toMatchObject([{ data: { baseData: { exceptions: [{ typeName: 'ECONNREFUSED' }] } } }])
  })

  it.each(['/breaks-off', '/loses-the-connection'])('has its status and an exception: %s', async (path) => {
    await ask(path)
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { resultCode: '200', success: false } } }])
    expect(tracked.exceptions()).toHaveLength(1)
  })
})

describe('a client with HTTP/2 over TLS', () => {
  let secure: Http2Server
  let url: string

  beforeEach(async () => {
    secure = createSecureServer(testIdentity()).on('stream', answer)
    await once(secure.listen(0, '127.0.0.1'), 'listening')
    url = `https://localhost:${(secure.address() as AddressInfo).port}`
  })

  afterEach(() => void secure.close())

  it.each<[string, (url: string) => Promise<unknown>]>([
    [
      'http2',
      async (to) => {
        const own = opened(to)
        await ask('/', { within: own })
        own.close()
      },
    ],
    [
      'undici',
      async (to) => {
        const dispatcher = new undici.Agent({ allowH2: true, connect: { rejectUnauthorized: false } })
        await (await undici.request(to, { dispatcher })).body.text()
        await dispatcher.close()
      },
    ],
    [
      'axios',
      (to) => axios.get(to, { httpVersion: 2, http2Options: { rejectUnauthorized: false, sessionTimeout: 10 } }),
    ],
  ])('has one row for each call: %s', async (_, call) => {
    await call(`${url}/`)
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { data: `${url}/`, success: true } } }])
    expect(tracked.ingestion.accepted).toHaveLength(1)
    expect(seen['traceparent']).toContain(tracked.ingestion.accepted[0]?.data.baseData.id)
  })
})
