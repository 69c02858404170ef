import { once } from 'node:events'
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import { get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { testIdentity } from '@azmon/testkit'
import { afterEach, describe, expect, it } from '@jest/globals'
import { trace } from '@opentelemetry/api'
import type { IncomingOptions } from '../src'
import { SPAN_ID, TRACE_ID } from './builders'
import { TrackedServer } from './tracked-server'

const { NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM } = constants
const tracked = new TrackedServer()
let server: Http2Server | Http2SecureServer | undefined
let session: ClientHttp2Session | undefined

afterEach(() => {
  session?.destroy()
  server?.close()
})

/** Starts the server and tracks it by how, then opens a session to it. Returns its host. */
async function open(
  made: Http2Server | Http2SecureServer,
  options?: IncomingOptions,
  isTracked = true,
): Promise<string> {
  server = made
  if (isTracked) tracked.tracing.trackRequests(made, options)
  await once(made.listen(0, '127.0.0.1'), 'listening')
  const host = `localhost:${(made.address() as AddressInfo).port}`
  const isSecure = made.constructor.name === 'Http2SecureServer'
  session = connect(`${isSecure ? 'https' : 'http'}://${host}`, { rejectUnauthorized: false }).on('error', () => {})
  return host
}

async function ask(headers: OutgoingHttpHeaders, onRequest?: (stream: ClientHttp2Stream) => unknown): Promise<void> {
  const stream = session!.request(headers)
  stream.on('error', () => {})
  onRequest?.(stream)
  await new Promise((resolve) => stream.resume().once('close', resolve))
}

const PARENT = `00-${TRACE_ID}-${SPAN_ID}-01`

/** The two ways to answer a request. */
const SERVERS: readonly (readonly [string, (onRequest: Answer) => Http2Server])[] = [
  ['request', (answer) => createServer((_, response) => answer(response.stream))],
  ['stream', (answer) => createServer().on('stream', (stream) => answer(stream.on('error', () => {})))],
]

type Answer = (stream: ServerHttp2Stream) => unknown

describe.each(SERVERS)("a request to a server of HTTP/2 that listens to '%s'", (_, serverOf) => {
  it('is a row and the parent of everything that is done for it', async () => {
    const host = await open(
      serverOf(async (stream) => {
        await tracked.tracing.tracer.span('work', () => {})
        stream.once('close', () => tracked.tracing.tracer.span('after', () => {}))
        stream.respond({ ':status': 201 })
        stream.end('paid')
      }),
    )
    await ask({ ':path': '/orders?a=b', traceparent: PARENT, 'user-agent': 'curl/8' })
    const [row, ...others] = await tracked.requests()
    expect(others).toEqual([])
    expect(row?.data.baseData).toMatchObject({
      name: 'GET',
      url: `http://${host}/orders?a=b`,
      responseCode: '201',
      success: true,
    })
    expect(row?.tags).toMatchObject({
      'ai.operation.id': TRACE_ID,
      'ai.operation.parentId': SPAN_ID,
      'ai.location.ip': expect.stringContaining('127.0.0.1'),
      'ai.user.userAgent': 'curl/8',
    })
    const work = await tracked.dependencies(2)
    expect(work.map(({ tags }) => tags['ai.operation.parentId'])).toEqual(Array(2).fill(row?.data.baseData.id))
  })

  it.each<[string, Answer, ((stream: ClientHttp2Stream) => unknown) | undefined, object]>([
    [
      'fails',
      (stream) => {
        stream.respond({ ':status': 503 })
        stream.end()
      },
      undefined,
      { responseCode: '503', success: false },
    ],
    [
      'has no body',
      (stream) => stream.respond({ ':status': 204 }, { endStream: true }),
      undefined,
      { responseCode: '204' },
    ],
    [
      'sends a file',
      (stream) => stream.respondWithFile(join(__dirname, 'builders.ts'), { ':status': 206 }),
      undefined,
      { responseCode: '206', success: true },
    ],
    ['is left before it is answered', (stream) => stream, reset, { responseCode: '499', success: false }],
    [
      'is refused',
      (stream) => stream.close(NGHTTP2_REFUSED_STREAM),
      undefined,
      { responseCode: '499', success: false },
    ],
    [
      'breaks off',
      (stream) => {
        stream.respond({ ':status': 200 })
        stream.write('half', () => stream.destroy(new Error('broken')))
      },
      undefined,
      { responseCode: '499', success: false },
    ],
    [
      'is left during its response',
      (stream) => {
        stream.respond({ ':status': 200 })
        stream.write('half')
      },
      resetAtResponse,
      { responseCode: '499', success: true },
    ],
    [
      'is an event stream that its client leaves',
      (stream) => {
        stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
        stream.write('data: 1\n\n')
      },
      resetAtResponse,
      { responseCode: '200', success: true },
    ],
    [
      'loses its connection',
      (stream) => setImmediate(() => stream.session?.destroy()),
      undefined,
      { responseCode: '499', success: false },
    ],
  ])('has the status of its response if it %s', async (_, answer, onRequest, row) => {
    await open(serverOf(answer))
    await ask({ ':path': '/orders' }, onRequest)
    expect(await tracked.requests()).toMatchObject([{ data: { baseData: row } }])
  })

  it('is subject to the options of all requests', async () => {
    await open(
      serverOf((stream) => {
        stream.respond()
        stream.end()
      }),
      {
        ignore: ['/health', ({ method }) => method === 'OPTIONS'],
        routeOf: ({ url }) => url?.replace(/\d+/, ':id'),
        user: ({ headers }) => String(headers['x-user']),
      },
    )
    await ask({ ':path': '/health' })
    await ask({ ':method': 'OPTIONS', ':path': '/orders/7' })
    await ask({ ':path': '/orders/7', 'x-user': 'ann' })
    const rows = await tracked.requests()
    expect(rows).toMatchObject([
      { data: { baseData: { name: 'GET /orders/:id' } }, tags: { 'ai.user.authUserId': 'ann' } },
    ])
  })

  it('is a row for each of many at the same time', async () => {
    await open(
      serverOf(async (stream) => {
        await new Promise(setImmediate)
        stream.respond()
        stream.end(trace.getActiveSpan()?.spanContext().spanId)
      }),
    )
    await Promise.all(Array.from({ length: 20 }, (_, index) => ask({ ':path': `/${index}` })))
    const rows = await tracked.requests(20)
    expect(new Set(rows.map(({ tags }) => tags['ai.operation.id'])).size).toBe(20)
  })

  it('is not tracked if it is a gRPC request, which has its own instrumentation', async () => {
    await open(
      serverOf((stream) => {
        stream.respond({ 'content-type': 'application/grpc' })
        stream.end()
      }),
    )
    await ask(
      { ':method': 'POST', ':path': '/shop.Orders/Place', 'content-type': 'application/grpc+proto' },
      (stream) => stream.end(),
    )
    await ask({ ':method': 'POST', ':path': '/orders', 'content-type': 'application/json' }, (stream) => stream.end())
    expect(await tracked.requests()).toMatchObject([{ data: { baseData: { url: expect.stringMatching(/orders$/) } } }])
  })

  it('is a failed row if it is under way when the tracing closes', async () => {
    await open(serverOf((stream) => stream))
    const pending = ask({ ':path': '/orders' })
    await once(server!, 'stream')
    await tracked.tracing.close()
    expect(await tracked.requests()).toMatchObject([
      { data: { baseData: { responseCode: '0', success: false, properties: { interrupted: 'true' } } } },
    ])
    session?.destroy()
    await pending
  })
})

function reset(stream: ClientHttp2Stream): void {
  server?.once('stream', () => stream.close(NGHTTP2_CANCEL))
}

function resetAtResponse(stream: ClientHttp2Stream): void {
  stream.once('data', () => stream.close(NGHTTP2_CANCEL))
}

describe('trackIncoming', () => {
  /** The endpoint for telemetry is a server of this process, too. */
  const NOT_OUR_OWN = { ignore: ['/v2.1'] }
  const OVER_TLS = { ...testIdentity(), allowHTTP1: true }

  it.each<[string, () => Http2Server | Http2SecureServer, string]>([
    ['cleartext', () => createServer((_, response) => response.end()), 'http'],
    ['TLS', () => createSecureServer(OVER_TLS, (_, response) => response.end()), 'https'],
  ])('tracks servers of HTTP/2 over %s, also those that exist already', async (_, made, scheme) => {
    const host = await open(made(), {}, false)
    const stop = tracked.tracing.trackIncoming(NOT_OUR_OWN)
    await ask({ ':path': '/orders' })
    expect(await tracked.requests()).toMatchObject([{ data: { baseData: { url: `${scheme}://${host}/orders` } } }])
    stop()
    await ask({ ':path': '/orders' })
    await tracked.tracing.flush()
    expect(await tracked.requests()).toHaveLength(1)
  })

  it('tracks requests by HTTP/1 to the same server', async () => {
    const host = await open(
      createSecureServer(OVER_TLS, (_, response) => response.end()),
      {},
      false,
    )
    tracked.tracing.trackIncoming(NOT_OUR_OWN)
    await ask({ ':path': '/by-2' })
    const [response] = await once(get(`https://${host}/by-1`, { rejectUnauthorized: false }), 'response')
    response.resume()
    const urls = (await tracked.requests(2)).map(({ data }) => Reflect.get(data.baseData, 'url'))
    expect(urls).toEqual([`https://${host}/by-2`, `https://${host}/by-1`])
  })

  it('makes one row of a request that is tracked twice', async () => {
    await open(
      createServer((_, response) => response.end()),
      { routeOf: () => '/orders' },
    )
    tracked.tracing.trackIncoming(NOT_OUR_OWN)
    await ask({ ':path': '/orders' })
    await ask({ ':path': '/orders' })
    const rows = await tracked.requests(2)
    expect(rows.map(({ data }) => data.baseData.name)).toEqual(['GET /orders', 'GET /orders'])
  })
})
