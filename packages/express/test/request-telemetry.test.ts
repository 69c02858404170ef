import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { context, SpanKind, trace } from '@opentelemetry/api'
import type { Express, Request } from 'express'
import { type RequestTelemetryOptions, requestLogger, requestTelemetry } from '../src'
import { dimensions, responseFrom, type Stage, sendRequest, startStage } from './builders'
import { VERSIONS } from './versions'

let stage: Stage

beforeEach(async () => {
  stage = await startStage()
})

afterEach(() => stage.close())

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`

const requests = (count = 1) => stage.arrived(count, 'RequestData')

describe.each(VERSIONS)('%s under requestTelemetry', (_version, express) => {
  const { Router } = express

  it('makes a row of each request, named by its route, in the trace of its caller', async () => {
    const app = express().use(requestTelemetry())
    app.use(
      '/tenants/:tenant',
      Router().get('/orders/:id', (_, response) => response.send('7')),
    )
    const url = await stage.serve(app)
    await responseFrom(`${url}/tenants/contoso/orders/7?code=4fa9c1&size=2`, { headers: { traceparent } })
    const [row] = await requests()
    expect(row?.tags).toMatchObject({
      'ai.operation.id': TRACE_ID,
      'ai.operation.parentId': SPAN_ID,
      'ai.operation.name': 'GET /tenants/:tenant/orders/:id',
      'ai.location.ip': '127.0.0.1',
    })
    expect(row?.data.baseData).toMatchObject({
      name: 'GET /tenants/:tenant/orders/:id',
      url: expect.stringMatching(/\/tenants\/contoso\/orders\/7\?code=redacted&size=2$/),
      responseCode: '200',
      success: true,
      duration: expect.stringMatching(/^00:00:0/),
    })
  })

  it.each<[string, (app: Express) => unknown, object]>([
    ['a response', (app) => app.get('/', (_, response) => response.send('a')), { responseCode: '200', success: true }],
    [
      'a response without changes',
      (app) => app.get('/', (_, response) => response.status(304).end()),
      { responseCode: '304' },
    ],
    ['no route', () => {}, { name: 'GET', responseCode: '404', success: false }],
    [
      "a route's own 404",
      (app) => app.get('/', (_, response) => response.sendStatus(404)),
      { name: 'GET /', responseCode: '404', success: false },
    ],
    [
      'a throw',
      (app) =>
        app.get('/', () => {
          throw new Error('mine')
        }),
      { name: 'GET /', responseCode: '500', success: false },
    ],
    [
      'next(error)',
      (app) => app.get('/', (_request, _response, next) => next(new Error('mine'))),
      { responseCode: '500' },
    ],
    [
      'a response that ends early',
      (app) =>
        app.get('/', (_, response) => {
          response.write('half')
          response.destroy()
        }),
      { responseCode: '499', success: false },
    ],
    [
      'a stream that fails',
      (app) =>
        app.get('/', (_, response) => {
          const source = async function* () {
            yield 'half'
            throw new Error('mine')
          }
          pipeline(Readable.from(source()), response).catch(() => {})
        }),
      { responseCode: '499', success: false },
    ],
    [
      'a response before the request was read',
      (app) => app.post('/', (_, response) => response.status(413).send('too much')),
      { name: 'POST /', responseCode: '413', success: false },
    ],
  ])('makes one row of a request that ends with %s', async (way, build, expected) => {
    const app = express().use(requestTelemetry()).set('env', 'test')
    build(app)
    const url = await stage.serve(app)
    const request = sendRequest(url, { method: way.startsWith('a response before') ? 'POST' : 'GET' })
    request.on('error', () => {})
    request.on('response', (response) => response.on('error', () => {}).resume())
    await new Promise((resolve) => request.once('close', resolve))
    await requests()
    await responseFrom(`${url}/`, { method: 'OPTIONS' })
    const rows = await requests(2)
    expect(rows).toHaveLength(2)
    expect(rows[0]?.data.baseData).toMatchObject(expected)
  })

  it('makes one row of each request of a connection, including HEAD', async () => {
    const app = express().use(requestTelemetry())
    app.get('/', (_, response) => response.send('a'))
    const url = await stage.serve(app)
    for (const method of ['GET', 'HEAD', 'GET']) await responseFrom(url, { method })
    expect((await requests(3)).map(({ data }) => data.baseData.name)).toEqual(['GET /', 'HEAD /', 'GET /'])
  })

  it('makes a row with status 499 of an aborted request', async () => {
    let arrived = () => {}
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const app = express().use(requestTelemetry())
    app.get('/slow/:id', () => arrived())
    const request = sendRequest(`${await stage.serve(app)}/slow/7`)
    request.on('error', () => {})
    await hasArrived
    request.destroy()
    expect(await requests()).toMatchObject([
      { data: { baseData: { name: 'GET /slow/:id', responseCode: '499', success: false } } },
    ])
  })

  it('takes the success, the user, the session and the client IP from the application', async () => {
    const app = express().set('trust proxy', true)
    app.use(
      requestTelemetry({
        isSuccess: (status) => status < 400 || status === 404,
        user: (request: Request & { user?: { id: string } }) => request.user?.id,
        session: ({ headers }) => headers['x-session']?.toString(),
      }),
    )
    app.use((request, _response, next) => {
      Object.assign(request, { user: { id: 'ada' } })
      next()
    })
    app.use(requestLogger({ logger: stage.pino }))
    app.get('/orders/:id', (_, response) => {
      stage.winston.info('looked for')
      response.sendStatus(404)
    })
    await responseFrom(`${await stage.serve(app)}/orders/7`, {
      headers: { 'x-forwarded-for': '203.0.113.7', 'x-session': 's1' },
    })
    const tags = { 'ai.user.authUserId': 'ada', 'ai.session.id': 's1', 'ai.operation.name': 'GET /orders/:id' }
    expect(await requests()).toMatchObject([
      {
        tags: { ...tags, 'ai.location.ip': '203.0.113.7' },
        data: { baseData: { responseCode: '404', success: true } },
      },
    ])
    expect(await stage.arrived(2, 'MessageData')).toMatchObject([{ tags }, { tags }])
  })

  describe('behind a proxy', () => {
    const headers = {
      host: 'internal:8080',
      'x-forwarded-for': '203.0.113.9:52114',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'shop.example',
    }
    const answered = (app: Express) => app.get('/orders', (_, response) => response.send('a'))
    const seen = async () => {
      const rows = await requests()
      return rows.map(({ tags, data }) => [tags['ai.location.ip'], Reflect.get(data.baseData, 'url')])
    }

    it.each<[string, () => Express]>([
      ['the middleware', () => answered(express().set('trust proxy', 1).use(requestTelemetry()))],
      [
        'the tracking of all servers',
        () => {
          stage.tracing.trackIncoming({ ignore: ['/v2.1/track'] })
          return answered(express().set('trust proxy', 1))
        },
      ],
      [
        'an option that says more than Express',
        () => answered(express().use(requestTelemetry({ trustProxy: ['loopback'] }))),
      ],
    ])('has the address and the URL of the client: %s', async (_, create) => {
      await responseFrom(`${await stage.serve(create())}/orders`, { headers })
      expect(await seen()).toEqual([['203.0.113.9', 'https://shop.example/orders']])
    })

    it('has the address and the URL of a client that disconnects', async () => {
      stage.tracing.trackIncoming({ ignore: ['/v2.1/track'] })
      let arrived = () => {}
      const hasArrived = new Promise<void>((resolve) => {
        arrived = resolve
      })
      const app = express().set('trust proxy', 1)
      app.get('/orders', () => arrived())
      const request = sendRequest(`${await stage.serve(app)}/orders`, { headers }).on('error', () => {})
      await hasArrived
      request.destroy()
      expect(await seen()).toEqual([['203.0.113.9', 'https://shop.example/orders']])
    })

    it('has the address of the proxy if nothing trusts it', async () => {
      await responseFrom(`${await stage.serve(answered(express().use(requestTelemetry())))}/orders`, { headers })
      expect(await seen()).toEqual([['127.0.0.1', 'http://internal:8080/orders']])
    })
  })

  it('does not track ignored paths, also when it is mounted', async () => {
    const app = express().use('/api', requestTelemetry({ ignore: ['/api/health'] }))
    app.use(
      '/api',
      Router().get('/:what', (_, response) => response.send('a')),
    )
    const url = await stage.serve(app)
    for (const path of ['/api/health', '/other', '/api/orders']) await responseFrom(url + path)
    const rows = await requests()
    expect(rows.map(({ data }) => Reflect.get(data.baseData, 'url'))).toEqual([`${url}/api/orders`])
  })

  it('adds the route and the user to a request that is already tracked', async () => {
    const app = express()
    app.use((request, response, next) => {
      if (request.path === '/tracked') return next()
      const span = stage.tracing.tracer.startSpan('GET', {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': 'GET', 'url.path': request.path },
      })
      response.on('finish', () => span.end())
      return context.with(trace.setSpan(context.active(), span), next)
    })
    app.use(requestTelemetry({ user: () => 'ada' }))
    app.get('/:how', (_, response) => {
      stage.winston.info('here')
      response.send('a')
    })
    const url = await stage.serve(app)
    await responseFrom(`${url}/spanned`)
    const stop = stage.tracing.trackIncoming({ ignore: ['/v2.1/track'] })
    await responseFrom(`${url}/tracked`)
    stop()
    const rows = [...(await requests(2)), ...(await stage.arrived(2, 'MessageData'))]
    expect(rows).toHaveLength(4)
    const tags = { 'ai.operation.name': 'GET /:how', 'ai.user.authUserId': 'ada' }
    expect(rows).toMatchObject(Array(4).fill({ tags }))
    expect(new Set(rows.map((row) => row.tags['ai.operation.id'])).size).toBe(2)
  })

  it('serves and tracks a request whose options throw', async () => {
    const mistake = () => {
      throw new Error('mine')
    }
    const app = express().use(
      requestTelemetry({
        routeOf: mistake,
        user: mistake,
        session: mistake,
        isSuccess: mistake,
        clientIp: mistake,
        ignore: [mistake],
      }),
      requestTelemetry({ tracing: { startRequest: mistake } }),
      requestLogger({ logger: stage.pino, level: mistake, props: mistake, ignore: [mistake], genReqId: mistake }),
    )
    app.get('/', (_, response) => response.send('a'))
    expect((await responseFrom(await stage.serve(app))).statusCode).toBe(200)
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode: '200', success: true } } }])
  })
})

it('serves and logs requests without a registered tracing', async () => {
  const [, [, express]] = VERSIONS as [unknown, (typeof VERSIONS)[number]]
  await stage.tracing.close()
  const app = express().use(requestTelemetry(), requestLogger({ logger: stage.winston }))
  app.get('/', (request: IncomingMessage & { log?: typeof stage.winston }, response: ServerResponse) => {
    request.log?.info('here')
    response.end('a')
  })
  expect((await responseFrom(await stage.serve(app))).statusCode).toBe(200)
  const lines = await stage.arrived(2, 'MessageData')
  expect(lines.map(({ tags }) => tags['ai.operation.id'])).toEqual([undefined, undefined])
  expect(dimensions(lines[1]!)).toMatchObject({ status: '200' })
})

it.each<[unknown, string, RegExp]>([
  [{ tracing: {} }, 'tracing', /what createTracing\(\) returns/],
  [{ ignore: '/health' }, 'ignore', /must be an array/],
  [{ users: () => 'ada' }, 'users', /not an option of requestTelemetry\. The options are tracing, /],
])('rejects an invalid option: %#', (options, field, message) => {
  expect(() => requestTelemetry(options as RequestTelemetryOptions)).toThrow(
    expect.objectContaining({ code: 'AZMON_CONFIGURATION', field, message: expect.stringMatching(message) }),
  )
})
