import { once } from 'node:events'
import { Agent, createServer, get, IncomingMessage, type RequestListener, request, Server } from 'node:http'
import { createServer as createSecureServer, Server as SecureServer, get as secureGet } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { type Duplex, PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type ScriptedIngestion, startIngestion, testIdentity, type WireEnvelope } from '@azmon/testkit'
import { AzureMonitorTransport } from '@azmon/winston'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { context, SpanKind, trace } from '@opentelemetry/api'
import winston from 'winston'
import { createTracing, type IncomingOptions, type Tracing } from '../src'
import { SPAN_ID, TRACE_ID } from './builders'

let ingestion: ScriptedIngestion
let tracing: Tracing
let logger: { info(message: string): unknown; transports: AzureMonitorTransport[]; close(): unknown }
let server: Server | undefined

beforeEach(async () => {
  ingestion = await startIngestion()
  tracing = createTracing({ connectionString: ingestion.connectionString, durability: 'memory' })
  tracing.register()
  const transport = new AzureMonitorTransport({ connectionString: ingestion.connectionString, durability: 'memory' })
  logger = winston.createLogger({ transports: [transport] }) as never
})

afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  logger.close()
  await tracing.close()
  await ingestion.close()
})

/** A server whose requests are tracked. Returns its address. */
async function serve(listener: RequestListener, options?: IncomingOptions): Promise<string> {
  server = createServer(listener)
  tracing.trackRequests(server, options)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function answerTo(url: string, options = {}): Promise<IncomingMessage> {
  const asked = request(url, options)
  asked.end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  await text(response)
  return response
}

/** The requests that have been sent so far. */
async function requests(count = 1): Promise<readonly WireEnvelope[]> {
  let rows: readonly WireEnvelope[] = []
  while (rows.length < count) {
    await tracing.flush()
    rows = ingestion.accepted.filter(({ data }) => data.baseType === 'RequestData')
    await new Promise(setImmediate)
  }
  return rows
}

describe('a request to a tracked server', () => {
  it('is a row of requests, which goes on from the trace of who asked', async () => {
    const url = await serve((_, response) => response.writeHead(201).end('placed'))
    const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`
    await answerTo(`${url}/orders?size=2&token=s3cret`, { method: 'POST', headers: { traceparent } })
    const [row] = await requests()
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

  it('is what the work that it causes belongs to, however many there are at a time', async () => {
    const url = await serve(async (incoming, response) => {
      for (let i = 0; i < 5; i++) await new Promise(setImmediate)
      const spanId = trace.getActiveSpan()?.spanContext().spanId
      tracing.tracer.span(`work for ${incoming.url}`, () => {})
      response.end(spanId)
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 10 })
    await Promise.all(Array.from({ length: 200 }, (_, i) => answerTo(`${url}/${i}`, { agent })))
    agent.destroy()
    const rows = await requests(200)
    const byId = new Map(rows.map((row) => [row.data.baseData.id, row]))
    const work = ingestion.accepted.filter(({ data }) => data.baseType === 'RemoteDependencyData')
    expect(work).toHaveLength(200)
    for (const { tags, data } of work) {
      const parent = byId.get(tags['ai.operation.parentId'])
      expect(parent?.tags['ai.operation.id']).toBe(tags['ai.operation.id'])
      expect(`work for ${new URL(String(Reflect.get(parent!.data.baseData, 'url'))).pathname}`).toBe(data.baseData.name)
    }
  })

  it.each<[string, RequestListener, object, object]>([
    ['HEAD', (_, response) => response.end(), { method: 'HEAD' }, { name: 'HEAD', responseCode: '200' }],
    ['nothing new', (_, response) => response.writeHead(304).end(), {}, { responseCode: '304', success: true }],
    ['nothing there', (_, response) => response.writeHead(404).end(), {}, { responseCode: '404', success: false }],
    ['a failure', (_, response) => response.writeHead(500).end('x'), {}, { responseCode: '500', success: false }],
  ])('is one row, also for %s', async (_, listener, options, expected) => {
    const url = await serve(listener)
    await answerTo(url, options)
    await requests()
    await answerTo(url, options)
    expect((await requests(2)).map(({ data }) => data.baseData)).toMatchObject([expected, expected])
  })

  it('that the client gives up is a failure of its own', async () => {
    let arrived = () => {}
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const url = await serve(() => arrived())
    const asked = get(url)
    asked.on('error', () => {})
    await hasArrived
    asked.destroy()
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode: '499', success: false } } }])
  })

  it('whose answer breaks off is one, too', async () => {
    const url = await serve((_, response) => {
      response.write('half')
      response.destroy()
    })
    await expect(answerTo(url)).rejects.toThrow()
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode: '499', success: false } } }])
  })

  it('is not tracked where it is to be ignored', async () => {
    const ignore = ['/health', /^\/static\//, ({ headers }: IncomingMessage) => headers['user-agent'] === 'probe']
    const url = await serve((_, response) => response.end(), { ignore })
    for (const path of ['/health', '/health/live', '/static/a.js']) await answerTo(url + path)
    await answerTo(`${url}/orders`, { headers: { 'user-agent': 'probe' } })
    await answerTo(`${url}/healthier`)
    expect((await requests()).map(({ data }) => Reflect.get(data.baseData, 'url'))).toEqual([`${url}/healthier`])
  })

  it('has the name of the route that it has matched', async () => {
    const routes = new WeakMap<IncomingMessage, string>()
    const listener: RequestListener = (incoming, response) => {
      if (incoming.url !== '/nowhere') routes.set(incoming, '/orders/:id')
      response.end()
    }
    const url = await serve(listener, { routeOf: (incoming) => routes.get(incoming) })
    await answerTo(`${url}/orders/7`)
    await requests()
    await answerTo(`${url}/nowhere`)
    expect((await requests(2)).map(({ data }) => data.baseData.name)).toEqual(['GET /orders/:id', 'GET'])
  })

  it('is a success where somebody says so', async () => {
    const url = await serve((_, response) => response.writeHead(404).end(), { isSuccess: (status) => status !== 500 })
    await answerTo(url)
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode: '404', success: true } } }])
  })
})

describe('a request for another protocol', () => {
  const headers = { upgrade: 'echo', connection: 'Upgrade' }
  const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n'

  it('is one row when it is granted, without waiting for its end', async () => {
    const url = await serve(() => {})
    server?.on('upgrade', (_, socket) => socket.write(SWITCH))
    const asked = get(url, { headers })
    const [, socket] = await once(asked, 'upgrade')
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode: '101', success: true } } }])
    socket.destroy()
  })

  it.each<[string, string, (socket: Duplex) => void, boolean]>([
    ['refused', '401', (socket) => socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'), false],
    ['refused in bytes', '400', (socket) => socket.end(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), false],
    [
      'answered in pieces',
      '200',
      (socket) => {
        for (const piece of ['HTTP/1.', '1 2', '00 OK\r\nContent-Length: 0\r\n\r\n']) socket.write(piece)
        socket.end()
      },
      true,
    ],
    ['spoken to in the other protocol at once', '101', (socket) => socket.end('\x81\x05hello, hello'), true],
    ['hung up on', '499', (socket) => socket.destroy(), false],
  ])('has the status of its answer when it is %s', async (_, responseCode, answer, success) => {
    const url = await serve(() => {})
    server?.on('upgrade', (_request, socket: Duplex) => answer(socket))
    const asked = get(url, { headers })
    asked.on('error', () => {})
    asked.on('response', (response) => response.resume())
    await new Promise((resolve) => asked.once('close', resolve))
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode, success } } }])
  })

  it('leaves the socket as it was', async () => {
    const url = await serve(() => {})
    server?.on('upgrade', (_, socket: Duplex) => {
      socket.write(SWITCH)
      socket.end(JSON.stringify(['write', 'end'].filter((method) => Object.hasOwn(socket, method))))
    })
    const [, socket, head] = await once(get(url, { headers }), 'upgrade')
    expect(head.toString() + (await text(socket))).toBe('[]')
  })

  it('is a failure where its listener throws', async () => {
    await serve(() => {})
    server?.on('upgrade', () => {
      throw new Error('mine')
    })
    const socket = new PassThrough()
    const asked = Object.assign(new IncomingMessage(socket as never), { headers, url: '/', upgrade: true })
    expect(() => server?.emit('upgrade', asked, socket, Buffer.alloc(0))).toThrow('mine')
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode: '500', success: false } } }])
  })

  it('that nobody listens for is a request like any other', async () => {
    const url = await serve((_, response) => response.writeHead(426).end())
    await answerTo(url, { headers })
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode: '426', success: false } } }])
  })
})

describe('who asks', () => {
  it('is on the request and on all that belongs to it, as soon as somebody knows', async () => {
    const users = new WeakMap<IncomingMessage, string>()
    const listener: RequestListener = (incoming, response) => {
      tracing.tracer.span('before', () => {})
      users.set(incoming, 'ada')
      logger.info('signed in')
      tracing.tracer.span('after', (span) => span.recordException(new Error('mine')))
      response.end()
    }
    const options: IncomingOptions = {
      user: (incoming) => users.get(incoming),
      session: () => 's1',
      clientIp: ({ headers }) => headers['x-forwarded-for']?.toString(),
    }
    const url = await serve(listener, options)
    await answerTo(url, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    const [row] = await requests()
    await logger.transports[0]?.flush()
    const who = (tags: WireEnvelope['tags'] = {}) => [tags['ai.user.authUserId'], tags['ai.session.id']]
    expect(row?.tags['ai.location.ip']).toBe('203.0.113.7')
    const rows = ingestion.accepted.map(({ data, tags }) => [data.baseType, ...who(tags)].join(' '))
    expect(rows.sort()).toEqual([
      'ExceptionData ada s1',
      'MessageData ada s1',
      'RemoteDependencyData  s1',
      'RemoteDependencyData ada s1',
      'RequestData ada s1',
    ])
    expect(row?.data.baseData.properties).toEqual({})
  })
})

describe('trackIncoming', () => {
  const answers = async (plain: Server): Promise<void> => {
    const { port } = plain.address() as AddressInfo
    const secure = plain instanceof SecureServer
    const asked = (secure ? secureGet : get)({ host: '127.0.0.1', port, rejectUnauthorized: false } as object)
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    await text(response)
  }
  const started = async (plain: Server): Promise<Server> => {
    await once(plain.listen(0, '127.0.0.1'), 'listening')
    return plain
  }
  const listener: RequestListener = (_, response) => {
    tracing.tracer.span('work', () => {})
    response.end()
  }

  it('tracks the servers of the process, made before and after, until it is stopped', async () => {
    const { emit } = Server.prototype
    await using before = await started(createServer(listener))
    const stop = tracing.trackIncoming({ ignore: ['/v2.1/track'] }) // the endpoint is in this process, too
    await using after = await started(createServer(listener))
    await using secure = await started(createSecureServer(testIdentity(), listener))
    for (const one of [before, after, secure]) await answers(one)
    const rows = await requests(3)
    expect(rows.map(({ data }) => new URL(String(Reflect.get(data.baseData, 'url'))).protocol)).toEqual([
      'http:',
      'http:',
      'https:',
    ])
    expect(new Set(ingestion.accepted.map(({ tags }) => tags['ai.operation.id'])).size).toBe(3)
    stop()
    expect(Server.prototype.emit).toBe(emit)
    expect(Object.hasOwn(Server.prototype, 'emit')).toBe(false)
    await answers(before)
    expect(await requests(3)).toHaveLength(3)
  })

  it.each(['first', 'second'])(
    'a server that is tracked by itself, too, has one row a request: the server %s',
    async (order) => {
      await using plain = await started(createServer(listener))
      const routeOf = () => '/orders/:id'
      if (order === 'first') tracing.trackRequests(plain, { routeOf })
      tracing.trackIncoming({ isSuccess: () => false, ignore: ['/v2.1/track'] })
      if (order === 'second') tracing.trackRequests(plain, { routeOf })
      await answers(plain)
      await answers(plain)
      expect((await requests(2)).map(({ data }) => data.baseData.name)).toEqual(['GET /orders/:id', 'GET /orders/:id'])
      expect(ingestion.accepted.map(({ tags }) => tags['ai.operation.name'])).toEqual(Array(4).fill('GET /orders/:id'))
    },
  )
})

it('a request that comes by twice is one row', async () => {
  const url = await serve((incoming, response) => {
    const started = tracing.startRequest(incoming, response)
    expect(started.span).toBe(trace.getActiveSpan())
    response.end()
  })
  await answerTo(url)
  await answerTo(url)
  expect(await requests(2)).toHaveLength(2)
})

it('the span that OpenTelemetry’s instrumentation has made of a request is its span', async () => {
  const plain = createServer((incoming, response) => {
    const attributes = { 'url.path': incoming.url ?? '' }
    const span = tracing.tracer.startSpan('GET', { kind: SpanKind.SERVER, attributes })
    context.with(trace.setSpan(context.active(), span), () => {
      expect(tracing.startRequest(incoming, response).span).toBe(span)
    })
    response.end(() => span.end())
  })
  server = plain.listen(0, '127.0.0.1')
  await once(plain, 'listening')
  await answerTo(`http://127.0.0.1:${(plain.address() as AddressInfo).port}`)
  expect(await requests()).toHaveLength(1)
})

it('a server whose emit somebody else has wrapped is tracked like any other', async () => {
  const plain = createServer((_, response) => response.end(trace.getActiveSpan()?.spanContext().spanId))
  const { emit } = plain
  Object.assign(plain, { emit: (...args: readonly unknown[]) => Reflect.apply(emit, plain, args) })
  tracing.trackRequests(plain)
  server = plain.listen(0, '127.0.0.1')
  await once(plain, 'listening')
  const [response] = await once(get({ port: (plain.address() as AddressInfo).port, host: '127.0.0.1' }), 'response')
  const spanId = await text(response)
  expect(await requests()).toMatchObject([{ data: { baseData: { id: spanId } } }])
})

it('a request to a server that was started for another one is its own', async () => {
  const url = await tracing.withInvocation({ functionName: 'f' }, () => serve((_, response) => response.end()))
  await answerTo(url)
  expect((await requests(2)).map(({ data }) => data.baseData.name)).toEqual(['f', 'GET'])
})

it('a mistake of the application’s costs no request', async () => {
  const mistake = () => {
    throw new Error('mine')
  }
  const url = await serve((_, response) => response.end(), { routeOf: mistake, isSuccess: mistake, ignore: [mistake] })
  await answerTo(url)
  expect(await requests()).toMatchObject([{ data: { baseData: { name: 'GET', responseCode: '200', success: true } } }])
})

it.each([
  ['a request', 'GET', {}],
  ['an upgrade', 'GET', { upgrade: 'echo', connection: 'Upgrade' }],
])('a propagator that throws costs a row, and %s is answered', async (_, method, headers) => {
  const propagator = {
    inject: () => {},
    fields: () => [],
    extract: () => {
      throw new Error('mine')
    },
  }
  const broken = createTracing({ connectionString: ingestion.connectionString, durability: 'memory', propagator })
  server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  broken.trackRequests(server)
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect((await answerTo(url, { method, headers })).statusCode).toBe(200)
  await broken.close()
})

it('what belongs to a request has its name as soon as that is known', async () => {
  let route: string | undefined
  const url = await serve(
    (_, response) => {
      tracing.tracer.span('work', () => {
        route = '/orders/:id'
      })
      response.end()
    },
    { routeOf: () => route },
  )
  await answerTo(url)
  await requests()
  expect(ingestion.accepted.map(({ tags }) => tags['ai.operation.name'])).toEqual([
    'GET /orders/:id',
    'GET /orders/:id',
  ])
})

it('a path without a host goes without its query: nobody could look for secrets in it', async () => {
  const url = await serve((_, response) => response.end())
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.end('GET /orders?token=abc HTTP/1.0\r\n\r\n')
  await text(socket)
  const [row] = await requests()
  expect(Reflect.get(row!.data.baseData, 'url')).toBe('/orders')
})

it('a server is as it was when tracking has stopped', async () => {
  const plain = createServer((_, response) => response.end())
  const { emit } = plain
  const stop = tracing.trackRequests(plain)
  expect(plain.emit).not.toBe(emit)
  stop()
  expect([plain.emit, Object.hasOwn(plain, 'emit')]).toEqual([emit, false])
})

describe('withInvocation', () => {
  it('is a request of a function, sent when it resolves', async () => {
    const traceContext = { traceParent: `00-${TRACE_ID}-${SPAN_ID}-01`, traceState: '' }
    const invocation = { functionName: 'place-order', invocationId: 'i1', traceContext }
    expect(await tracing.withInvocation(invocation, async () => tracing.tracer.span('work', () => 'placed'))).toBe(
      'placed',
    )
    expect(ingestion.accepted).toMatchObject([
      { data: { baseType: 'RemoteDependencyData' }, tags: { 'ai.operation.id': TRACE_ID } },
      {
        tags: { 'ai.operation.id': TRACE_ID, 'ai.operation.parentId': SPAN_ID },
        data: {
          baseType: 'RequestData',
          baseData: { name: 'place-order', properties: { 'faas.invocation_id': 'i1' } },
        },
      },
    ])
  })

  it('that fails is a failed request, and fails all the same', async () => {
    const failing = tracing.withInvocation({ functionName: 'f', awsRequestId: 'r1' }, async () => {
      throw new RangeError('expired')
    })
    await expect(failing).rejects.toThrow('expired')
    expect(ingestion.accepted.map(({ data }) => data.baseType)).toEqual(['RequestData', 'ExceptionData'])
    expect(ingestion.accepted[0]?.data.baseData).toMatchObject({ success: false })
  })
})
