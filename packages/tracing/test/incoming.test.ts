import { once } from 'node:events'
import { Agent, createServer, get, IncomingMessage, type RequestListener, Server } from 'node:http'
import { createServer as createSecureServer, Server as SecureServer, get as secureGet } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { type Duplex, PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { testIdentity } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { context, SpanKind, trace } from '@opentelemetry/api'
import { createTracing, type IncomingOptions } from '../src'
import { SPAN_ID, TRACE_ID } from './builders'
import { responseFrom, TrackedServer } from './tracked-server'

const app = new TrackedServer()

describe('a request to a tracked server', () => {
  it('is a row of requests in the trace of its caller', async () => {
    const url = await app.serve((_, response) => response.writeHead(201).end('placed'))
    const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`
    await responseFrom(`${url}/orders?size=2&token=s3cret`, { method: 'POST', headers: { traceparent } })
    const [row] = await app.requests()
    expect(row?.tags).toMatchObject({
      'ai.operation.id': TRACE_ID,
      'ai.operation.parentId': SPAN_ID,
      'ai.location.ip': '127.0.0.1',
    })
    expect(row?.data.baseData).toMatchObject({
      name: 'POST',
      responseCode: '201',
      success: true,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/orders\?size=2&token=/),
    })
    expect(JSON.stringify(row)).not.toContain('s3cret')
  })

  it('is the operation of its own work, with 200 requests at a time', async () => {
    const url = await app.serve(async (incoming, response) => {
      for (let i = 0; i < 5; i++) await new Promise(setImmediate)
      const spanId = trace.getActiveSpan()?.spanContext().spanId
      app.tracing.tracer.span(`work for ${incoming.url}`, () => {})
      response.end(spanId)
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 10 })
    await Promise.all(Array.from({ length: 200 }, (_, i) => responseFrom(`${url}/${i}`, { agent })))
    agent.destroy()
    const rows = await app.requests(200)
    const byId = new Map(rows.map((row) => [row.data.baseData.id, row]))
    const work = app.ingestion.accepted.filter(({ data }) => data.baseType === 'RemoteDependencyData')
    expect(work).toHaveLength(200)
    for (const { tags, data } of work) {
      const parent = byId.get(tags['ai.operation.parentId'])
      expect(parent?.tags['ai.operation.id']).toBe(tags['ai.operation.id'])
      expect(`work for ${new URL(String(Reflect.get(parent!.data.baseData, 'url'))).pathname}`).toBe(data.baseData.name)
    }
  })

  it.each<[string, RequestListener, object, object]>([
    ['HEAD', (_, response) => response.end(), { method: 'HEAD' }, { name: 'HEAD', responseCode: '200' }],
    [
      'a response without changes',
      (_, response) => response.writeHead(304).end(),
      {},
      { responseCode: '304', success: true },
    ],
    ['an unknown path', (_, response) => response.writeHead(404).end(), {}, { responseCode: '404', success: false }],
    ['a failure', (_, response) => response.writeHead(500).end('x'), {}, { responseCode: '500', success: false }],
  ])('is one row for %s', async (_, listener, options, expected) => {
    const url = await app.serve(listener)
    await responseFrom(url, options)
    await app.requests()
    await responseFrom(url, options)
    expect((await app.requests(2)).map(({ data }) => data.baseData)).toMatchObject([expected, expected])
  })

  it('has status 499 if the client disconnects', async () => {
    let arrived = () => {}
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const url = await app.serve(() => arrived())
    const asked = get(url)
    asked.on('error', () => {})
    await hasArrived
    asked.destroy()
    expect(await app.requests()).toMatchObject([{ data: { baseData: { responseCode: '499', success: false } } }])
  })

  it('has status 499 if the response ends early', async () => {
    const url = await app.serve((_, response) => {
      response.write('half')
      response.destroy()
    })
    await expect(responseFrom(url)).rejects.toThrow()
    expect(await app.requests()).toMatchObject([{ data: { baseData: { responseCode: '499', success: false } } }])
  })

  it('has status 499 if its client leaves before the pipelined requests ahead of it are answered', async () => {
    let arrived = 0
    const url = await app.serve(() => arrived++)
    const client = connect(Number(new URL(url).port), '127.0.0.1')
    client.write(['/first', '/second'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''))
    while (arrived < 2) await new Promise(setImmediate)
    client.destroy()
    const row = (path: string) => ({ url: `http://a${path}`, responseCode: '499', success: false })
    expect((await app.requests(2)).map(({ data }) => data.baseData)).toMatchObject([row('/first'), row('/second')])
  })

  it.each<[string, string, IncomingOptions, object]>([
    ['a download is a success', 'video/mp4', {}, { responseCode: '499', success: true }],
    ['an event stream is a success', 'text/event-stream', {}, { responseCode: '200', success: true }],
    [
      'isSuccess decides',
      'video/mp4',
      { isSuccess: (status) => status < 400 },
      { responseCode: '499', success: false },
    ],
    ['isSuccess decides', 'text/event-stream', { isSuccess: (status) => status === 200 }, { success: true }],
  ])('that its client leaves after the headers: %s', async (_, type, options, expected) => {
    const url = await app.serve((_request, response) => {
      response.writeHead(200, { 'content-type': type }).write('half')
    }, options)
    const [response] = (await once(get(url), 'response')) as [IncomingMessage]
    response.destroy()
    expect((await app.requests()).map(({ data }) => data.baseData)).toMatchObject([expected])
  })

  it('is a success if isSuccess says so, even if its client disconnects before the headers', async () => {
    let arrived = () => {}
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const url = await app.serve(() => arrived(), { isSuccess: (status) => status === 499 })
    const asked = get(url).on('error', () => {})
    await hasArrived
    asked.destroy()
    expect(await app.requests()).toMatchObject([{ data: { baseData: { responseCode: '499', success: true } } }])
  })

  it('has the address and the URL that a trusted proxy reports', async () => {
    const url = await app.serve((_, response) => response.end(), { trustProxy: 1 })
    const headers = { 'x-forwarded-for': '[2001:db8::1]:52114', 'x-forwarded-proto': 'https', host: 'shop.example' }
    await responseFrom(`${url}/orders`, { headers })
    const [row] = await app.requests()
    expect(row?.tags['ai.location.ip']).toBe('2001:db8::1')
    expect(Reflect.get(row!.data.baseData, 'url')).toBe('https://shop.example/orders')
  })

  it('is not tracked if a rule ignores it', async () => {
    const ignore = ['/health', /^\/static\//, ({ headers }: IncomingMessage) => headers['user-agent'] === 'probe']
    const url = await app.serve((_, response) => response.end(), { ignore })
    for (const path of ['/health', '/health/live', '/static/a.js']) await responseFrom(url + path)
    await responseFrom(`${url}/orders`, { headers: { 'user-agent': 'probe' } })
    await responseFrom(`${url}/healthier`)
    expect((await app.requests()).map(({ data }) => Reflect.get(data.baseData, 'url'))).toEqual([`${url}/healthier`])
  })

  it('is named by the route that it matched', async () => {
    const routes = new WeakMap<IncomingMessage, string>()
    const listener: RequestListener = (incoming, response) => {
      if (incoming.url !== '/nowhere') routes.set(incoming, '/orders/:id')
      response.end()
    }
    const url = await app.serve(listener, { routeOf: (incoming) => routes.get(incoming) })
    await responseFrom(`${url}/orders/7`)
    await app.requests()
    await responseFrom(`${url}/nowhere`)
    expect((await app.requests(2)).map(({ data }) => data.baseData.name)).toEqual(['GET /orders/:id', 'GET'])
  })

  it('is a success if isSuccess says so', async () => {
    const url = await app.serve((_, response) => response.writeHead(404).end(), {
      isSuccess: (status) => status !== 500,
    })
    await responseFrom(url)
    expect(await app.requests()).toMatchObject([{ data: { baseData: { responseCode: '404', success: true } } }])
  })
})

describe('an upgrade request', () => {
  const headers = { upgrade: 'echo', connection: 'Upgrade' }
  const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n'

  it('is one row when it is accepted, without waiting for the end of the connection', async () => {
    const url = await app.serve(() => {})
    app.server?.on('upgrade', (_, socket) => socket.write(SWITCH))
    const asked = get(url, { headers })
    const [, socket] = await once(asked, 'upgrade')
    expect(await app.requests()).toMatchObject([{ data: { baseData: { responseCode: '101', success: true } } }])
    socket.destroy()
  })

  it.each<[string, string, (socket: Duplex) => void, boolean]>([
    ['rejected', '401', (socket) => socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'), false],
    ['rejected in bytes', '400', (socket) => socket.end(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), false],
    [
      'answered in pieces',
      '200',
      (socket) => {
        for (const piece of ['HTTP/1.', '1 2', '00 OK\r\nContent-Length: 0\r\n\r\n']) socket.write(piece)
        socket.end()
      },
      true,
    ],
    ['answered in the other protocol', '101', (socket) => socket.end('\x81\x05hello, hello'), true],
    ['disconnected', '499', (socket) => socket.destroy(), false],
  ])('has the status of its response when it is %s', async (_, responseCode, answer, success) => {
    const url = await app.serve(() => {})
    app.server?.on('upgrade', (_request, socket: Duplex) => answer(socket))
    const asked = get(url, { headers })
    asked.on('error', () => {})
    asked.on('response', (response) => response.resume())
    await new Promise((resolve) => asked.once('close', resolve))
    expect(await app.requests()).toMatchObject([{ data: { baseData: { responseCode, success } } }])
  })

  it('leaves the socket unchanged', async () => {
    const url = await app.serve(() => {})
    app.server?.on('upgrade', (_, socket: Duplex) => {
      socket.write(SWITCH)
      socket.end(JSON.stringify(['write', 'end'].filter((method) => Object.hasOwn(socket, method))))
    })
    const [, socket, head] = await once(get(url, { headers }), 'upgrade')
    expect(head.toString() + (await text(socket))).toBe('[]')
  })

  it('has failed if its listener throws', async () => {
    await app.serve(() => {})
    app.server?.on('upgrade', () => {
      throw new Error('mine')
    })
    const socket = new PassThrough()
    const asked = Object.assign(new IncomingMessage(socket as never), { headers, url: '/', upgrade: true })
    expect(() => app.server?.emit('upgrade', asked, socket, Buffer.alloc(0))).toThrow('mine')
    expect(await app.requests()).toMatchObject([{ data: { baseData: { responseCode: '500', success: false } } }])
  })

  it('is an ordinary request if nothing listens for upgrades', async () => {
    const url = await app.serve((_, response) => response.writeHead(426).end())
    await responseFrom(url, { headers })
    expect(await app.requests()).toMatchObject([{ data: { baseData: { responseCode: '426', success: false } } }])
  })
})

describe('trackIncoming', () => {
  const requestFrom = async (plain: Server): Promise<void> => {
    const { port } = plain.address() as AddressInfo
    const secure = plain instanceof SecureServer
    const sent = (secure ? secureGet : get)({ host: '127.0.0.1', port, rejectUnauthorized: false } as object)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    await text(response)
  }
  const started = async (plain: Server): Promise<Server> => {
    await once(plain.listen(0, '127.0.0.1'), 'listening')
    return plain
  }
  const listener: RequestListener = (_, response) => {
    app.tracing.tracer.span('work', () => {})
    response.end()
  }

  it('tracks all servers of the process, created before or after, until it is stopped', async () => {
    const { emit } = Server.prototype
    await using before = await started(createServer(listener))
    const stop = app.tracing.trackIncoming({ ignore: ['/v2.1/track'] }) // the ingestion endpoint runs in this process, too
    await using after = await started(createServer(listener))
    await using secure = await started(createSecureServer(testIdentity(), listener))
    for (const server of [before, after, secure]) await requestFrom(server)
    const rows = await app.requests(3)
    expect(rows.map(({ data }) => new URL(String(Reflect.get(data.baseData, 'url'))).protocol)).toEqual([
      'http:',
      'http:',
      'https:',
    ])
    expect(new Set(app.ingestion.accepted.map(({ tags }) => tags['ai.operation.id'])).size).toBe(3)
    stop()
    expect(Server.prototype.emit).toBe(emit)
    expect(Object.hasOwn(Server.prototype, 'emit')).toBe(false)
    await requestFrom(before)
    expect(await app.requests(3)).toHaveLength(3)
  })

  it.each(['first', 'second'])(
    'makes one row per request if a server is also tracked by itself: the server %s',
    async (order) => {
      await using plain = await started(createServer(listener))
      const routeOf = () => '/orders/:id'
      if (order === 'first') app.tracing.trackRequests(plain, { routeOf })
      app.tracing.trackIncoming({ isSuccess: () => false, ignore: ['/v2.1/track'] })
      if (order === 'second') app.tracing.trackRequests(plain, { routeOf })
      await requestFrom(plain)
      await requestFrom(plain)
      expect((await app.requests(2)).map(({ data }) => data.baseData.name)).toEqual([
        'GET /orders/:id',
        'GET /orders/:id',
      ])
      expect(app.ingestion.accepted.map(({ tags }) => tags['ai.operation.name'])).toEqual(
        Array(4).fill('GET /orders/:id'),
      )
    },
  )
})

it('makes one row of a request that is started twice', async () => {
  const url = await app.serve((incoming, response) => {
    const started = app.tracing.startRequest(incoming, response)
    expect(started.span).toBe(trace.getActiveSpan())
    response.end()
  })
  await responseFrom(url)
  await responseFrom(url)
  expect(await app.requests(2)).toHaveLength(2)
})

it("uses the span that OpenTelemetry's instrumentation has made of a request", async () => {
  const plain = createServer((incoming, response) => {
    const attributes = { 'url.path': incoming.url ?? '' }
    const span = app.tracing.tracer.startSpan('GET', { kind: SpanKind.SERVER, attributes })
    context.with(trace.setSpan(context.active(), span), () => {
      expect(app.tracing.startRequest(incoming, response).span).toBe(span)
    })
    response.end(() => span.end())
  })
  await responseFrom(await app.listen(plain), { headers: { cookie: 'ai_user=u1|2026' } })
  expect(await app.requests()).toMatchObject([{ tags: { 'ai.user.id': 'u1' } }])
})

it.each<[string, (client: Socket) => unknown, object]>([
  [
    'in flight when tracing closes',
    () => app.tracing.close(),
    { responseCode: '0', properties: { interrupted: 'true' } },
  ],
  ['pipelined when its client leaves', (client) => client.destroy(), { responseCode: '499' }],
])("ends the span of OpenTelemetry's instrumentation if its request is %s", async (_, end, expected) => {
  let arrived = 0
  const plain = createServer((incoming, response) => {
    arrived++
    const attributes = { 'http.request.method': 'GET', 'url.path': incoming.url ?? '' }
    const span = app.tracing.tracer.startSpan('GET', { kind: SpanKind.SERVER, attributes })
    context.with(trace.setSpan(context.active(), span), () => app.tracing.startRequest(incoming, response))
    response.on('close', () => span.end())
  })
  const client = connect(Number(new URL(await app.listen(plain)).port), '127.0.0.1')
  client.write('GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n')
  while (arrived < 2) await new Promise(setImmediate)
  await end(client)
  const rows = await app.requests(2)
  client.destroy()
  expect(rows.map(({ data }) => data.baseData)).toContainEqual(expect.objectContaining({ success: false, ...expected }))
})

it('tracks a server whose emit other code has wrapped', async () => {
  const plain = createServer((_, response) => response.end(trace.getActiveSpan()?.spanContext().spanId))
  const { emit } = plain
  Object.assign(plain, { emit: (...args: readonly unknown[]) => Reflect.apply(emit, plain, args) })
  app.tracing.trackRequests(plain)
  const [response] = await once(get(await app.listen(plain)), 'response')
  const spanId = await text(response)
  expect(await app.requests()).toMatchObject([{ data: { baseData: { id: spanId } } }])
})

it('makes a row of a request to a server that was started in an invocation', async () => {
  const url = await app.tracing.withInvocation({ functionName: 'f' }, () => app.serve((_, response) => response.end()))
  await responseFrom(url)
  expect((await app.requests(2)).map(({ data }) => data.baseData.name)).toEqual(['f', 'GET'])
})

it.each([
  ['a request', 'GET', {}],
  ['an upgrade', 'GET', { upgrade: 'echo', connection: 'Upgrade' }],
])('still serves %s if the propagator throws', async (_, method, headers) => {
  const propagator = {
    inject: () => {},
    fields: () => [],
    extract: () => {
      throw new Error('mine')
    },
  }
  const broken = createTracing({ connectionString: app.ingestion.connectionString, durability: 'memory', propagator })
  const server = createServer((_request, response) => response.end())
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  broken.trackRequests(server)
  expect((await responseFrom(await app.listen(server), { method, headers })).statusCode).toBe(200)
  await broken.close()
})

it('drops the query of a URL without a host, in which secrets cannot be found', async () => {
  const url = await app.serve((_, response) => response.end())
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.end('GET /orders?token=abc HTTP/1.0\r\n\r\n')
  await text(socket)
  const [row] = await app.requests()
  expect(Reflect.get(row!.data.baseData, 'url')).toBe('/orders')
})

it('restores the server when tracking stops', async () => {
  const plain = createServer((_, response) => response.end())
  const { emit } = plain
  const stop = app.tracing.trackRequests(plain)
  expect(plain.emit).not.toBe(emit)
  stop()
  expect([plain.emit, Object.hasOwn(plain, 'emit')]).toEqual([emit, false])
})
