import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Express, Request, Response } from 'express'
import type pino from 'pino'
import winston from 'winston'
import { errorTelemetry, type RequestLoggerOptions, requestLogger, requestTelemetry } from '../src'
import { dimensions, responseFrom, type Stage, sendRequest, startStage } from './builders'
import { VERSIONS } from './versions'

let stage: Stage

beforeEach(async () => {
  stage = await startStage()
})

afterEach(() => stage.close())

type Logged = Request & { id: string; log: winston.Logger & pino.Logger }

const LOGGERS = ['winston', 'pino'] as const
const EVERY = VERSIONS.flatMap(([version, express]) => LOGGERS.map((logger) => [version, logger, express] as const))

describe.each(EVERY)('%s with %s under requestLogger', (_version, kind, express) => {
  const logging = (options: Partial<RequestLoggerOptions> = {}): Express =>
    express().use(requestTelemetry(), requestLogger({ logger: stage[kind], ...options }))
  const lines = async (count = 1) => (await stage.arrived(count, 'MessageData')).slice(-count)

  it('logs one line per request, with its result, in its operation', async () => {
    const app = logging()
    app.get('/orders/:id', (_, response) => response.send('7'))
    await responseFrom(`${await stage.serve(app)}/orders/7?size=2&sig=abc&id_token=abc`)
    const [line] = await lines()
    const [request] = await stage.arrived(1, 'RequestData')
    expect(line?.tags).toMatchObject({
      'ai.operation.id': request?.tags['ai.operation.id'],
      'ai.operation.parentId': request?.data.baseData.id,
      'ai.operation.name': 'GET /orders/:id',
    })
    expect(line?.data.baseData).toMatchObject({ message: 'GET /orders/:id 200', severityLevel: 1 })
    expect(dimensions(line!)).toEqual({
      level: 'info',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      method: 'GET',
      route: '/orders/:id',
      url: '/orders/7?size=2&sig=redacted&id_token=redacted',
      status: '200',
      responseTimeMs: expect.stringMatching(/^[\d.]+$/),
    })
  })

  it('ignores promises that options return and survives their rejection', async () => {
    const rejects = (async () => {
      throw new Error('not now')
    }) as never
    const app = logging({ level: rejects, props: rejects, genReqId: rejects, ignore: [rejects] })
    app.get('/orders/:id', (_, response) => response.send('7'))
    await responseFrom(`${await stage.serve(app)}/orders/7`)
    const [line] = await lines()
    expect(line?.data.baseData).toMatchObject({ message: 'GET /orders/:id 200', severityLevel: 1 })
    expect(dimensions(line!)['requestId']).toMatch(/^[\da-f-]{36}$/)
  })

  it.each([
    [200, 1],
    [304, 1],
    [404, 2],
    [503, 3],
  ])('takes the level from the status: %d', async (status, severityLevel) => {
    const app = logging()
    app.get('/', (_, response) => response.status(status).end())
    await responseFrom(await stage.serve(app))
    expect(await lines()).toMatchObject([{ data: { baseData: { message: `GET / ${status}`, severityLevel } } }])
  })

  it('logs an aborted request in its operation', async () => {
    let arrived = () => {}
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const app = logging()
    app.get('/slow', () => arrived())
    const request = sendRequest(`${await stage.serve(app)}/slow`)
    request.on('error', () => {})
    await hasArrived
    request.destroy()
    const [line] = await lines()
    const [row] = await stage.arrived(1, 'RequestData')
    expect(line?.data.baseData).toMatchObject({ message: 'GET /slow 499', severityLevel: 2 })
    expect(dimensions(line!)).toMatchObject({ aborted: 'true', status: '499' })
    expect(line?.tags['ai.operation.id']).toBe(row?.tags['ai.operation.id'])
  })

  it('logs each pipelined request whose client leaves before the first response', async () => {
    let arrived = 0
    const app = logging()
    app.get('/:which', () => arrived++)
    const client = connect(Number(new URL(await stage.serve(app)).port), '127.0.0.1')
    client.write('GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n')
    while (arrived < 2) await new Promise(setImmediate)
    client.destroy()
    const aborted = { aborted: 'true', status: '499' }
    expect((await lines(2)).map(dimensions)).toMatchObject([
      { url: '/first', ...aborted },
      { url: '/second', ...aborted },
    ])
  })

  it('logs an event stream that its client leaves with the status that was sent', async () => {
    const app = logging()
    app.get('/events', (_, response) => response.type('text/event-stream').write('data: 1'))
    const request = sendRequest(`${await stage.serve(app)}/events`)
    const [response] = await once(request, 'response')
    response.destroy()
    const [line] = await lines()
    expect(line?.data.baseData).toMatchObject({ message: 'GET /events 200', severityLevel: 1 })
    expect(dimensions(line!)).not.toHaveProperty('aborted')
  })

  it('gives the request a logger that logs into its operation, or into an inner span', async () => {
    const app = logging()
    let late: Logged['log'] | undefined
    app.get('/orders/:id', (request, response) => {
      const { log } = request as unknown as Logged
      late = log
      stage.tracing.tracer.span('pack', () => log.child({ step: 1 }).info('packed'))
      response.send('7')
    })
    await responseFrom(`${await stage.serve(app)}/orders/7`)
    late?.info('after all')
    const [packed, , after] = await lines(3)
    const [row] = await stage.arrived(1, 'RequestData')
    const [dependency] = await stage.arrived(1, 'RemoteDependencyData')
    expect([packed, after].map((line) => line?.data.baseData.message)).toEqual(['packed', 'after all'])
    expect([packed, after].map((line) => line?.tags['ai.operation.id'])).toEqual(
      Array(2).fill(row?.tags['ai.operation.id']),
    )
    expect(packed?.tags['ai.operation.parentId']).toBe(dependency?.data.baseData.id)
    expect(after?.tags['ai.operation.parentId']).toBe(row?.data.baseData.id)
    expect(Object.keys(dimensions(packed!)).sort()).toEqual(['level', 'requestId', 'step'])
  })

  it('takes the level, the ignored requests and more fields from the options', async () => {
    const errors: unknown[] = []
    let asks = 0
    const app = logging({
      level: (request, _response, error) => {
        errors.push(error)
        if (request.url === '/quiet') return 'silent'
        return request.url === '/odd' ? 'nonsense' : kind === 'winston' ? 'silly' : 'trace'
      },
      ignore: ['/health', /^\/static\//, ({ method }: IncomingMessage) => method === 'HEAD'],
      props: () => ({ tenant: 't1', asks: ++asks }),
    })
    app.get('/boom', () => {
      throw new RangeError('mine')
    })
    app.use((_, response, next) => (response.headersSent ? next() : response.send('a')))
    app.use(errorTelemetry())
    app.use((_error: unknown, _request: Request, response: Response, _next: unknown) =>
      response.status(500).send('sorry'),
    )
    const url = await stage.serve(app)
    for (const path of ['/health/live', '/static/a.js', '/quiet', '/odd', '/boom']) await responseFrom(url + path)
    await responseFrom(url, { method: 'HEAD' })
    const logged = await lines(2)
    expect(logged.map((line) => [line.data.baseData.severityLevel, dimensions(line)['url']])).toEqual([
      [1, '/odd'],
      [0, '/boom'],
    ])
    expect(logged.map((line) => dimensions(line)['asks'])).toEqual(['1', '2'])
    expect(errors).toEqual([undefined, undefined, expect.any(RangeError)])
  })

  it('keeps a safe id from the client and sends it back if responseIdHeader is set', async () => {
    const app = logging({ responseIdHeader: 'x-request-id', genReqId: () => 'generated' })
    app.get('/', (request, response) => response.send((request as Logged).id))
    const url = await stage.serve(app)
    const ids = ['abc-DEF_1=', 'a b', 'a\tb', 'x'.repeat(255), 'x'.repeat(256), '']
    const told = []
    for (const id of ids)
      told.push((await responseFrom(url, { headers: { 'x-request-id': id } })).headers['x-request-id'])
    expect(told).toEqual([ids[0], 'generated', 'generated', ids[3], 'generated', 'generated'])
    expect((await lines(6)).map((line) => dimensions(line)['requestId'])).toEqual(told)
  })

  it('logs the chosen headers and redacts secret ones', async () => {
    const app = logging({
      requestHeaders: ['User-Agent', 'Authorization', 'x-functions-key', 'cookie', 'referer', 'x-none'],
      responseHeaders: ['content-type', 'set-cookie'],
    })
    app.get('/', (_, response) => response.cookie('a', 'secret').type('text').send('a'))
    const headers = {
      'user-agent': 'probe',
      authorization: 'Bearer secret',
      'x-functions-key': 'secret',
      cookie: 'a=secret',
      referer: 'http://shop.test/a?token=secret&b=1',
      'x-other': 'not chosen',
    }
    const answer = await responseFrom(await stage.serve(app), { headers })
    const [line] = await lines()
    expect(JSON.stringify(line)).not.toMatch(/secret|not chosen/)
    expect(JSON.parse(dimensions(line!)['requestHeaders']!)).toMatchObject({
      'user-agent': 'probe',
      'x-functions-key': '[redacted]',
      referer: 'http://shop.test/a?token=redacted&b=1',
    })
    expect(JSON.parse(dimensions(line!)['responseHeaders']!)).toMatchObject({
      'content-type': expect.stringContaining('text/plain'),
    })
    expect(answer.headers['x-request-id']).toBeUndefined()
  })

  it("redacts the keys that the logger's client redacts, in URLs too", async () => {
    const app = logging({ requestHeaders: ['referer'] })
    const headers = { referer: 'http://shop.test/?ssn=S3CRET&b=1' }
    await responseFrom(`${await stage.serve(app)}/a?ssn=S3CRET&code=S3CRET&b=1`, { headers })
    const [line] = await lines()
    const [request] = await stage.arrived(1, 'RequestData')
    expect(dimensions(line!)).toMatchObject({
      url: '/a?ssn=redacted&code=redacted&b=1',
      requestHeaders: '{"referer":"http://shop.test/?ssn=redacted&b=1"}',
    })
    expect(request?.data.baseData).toMatchObject({ url: expect.stringMatching(/\/a\?ssn=redacted&code=redacted&b=1$/) })
  })

  it('marks slow requests and logs a line at the start if startLog is set', async () => {
    const app = logging({ slowMs: 0, startLog: true })
    app.get('/', (_, response) => response.send('a'))
    await responseFrom(`${await stage.serve(app)}/?key=4fa9c1`)
    const [start, end] = await lines(2)
    expect(start?.data.baseData).toMatchObject({ message: 'GET started', properties: { url: '/?key=redacted' } })
    expect(end?.data.baseData).toMatchObject({ severityLevel: 2, properties: { slow: 'true' } })
    expect(start?.tags['ai.operation.id']).toBe(end?.tags['ai.operation.id'])
  })

  it('logs one line if it is used twice or before requestTelemetry', async () => {
    const logger = requestLogger({ logger: stage[kind] })
    const app = express().use(logger, requestTelemetry(), requestLogger({ logger: stage[kind] }))
    app.get('/', (_, response) => response.send('a'))
    const url = await stage.serve(app)
    await responseFrom(url)
    await lines()
    await responseFrom(url)
    expect(await stage.arrived(2, 'MessageData')).toHaveLength(2)
    const ids = (await stage.arrived(4, 'MessageData', 'RequestData')).map(({ tags }) => tags['ai.operation.id'])
    expect(new Set(ids).size).toBe(2)
  })

  it('puts each record of 200 concurrent requests into the operation of its request', async () => {
    const app = logging()
    app.use(
      '/tenants/:tenant',
      express.Router().get('/orders/:id', async (request, response) => {
        const { log, params } = request as unknown as Logged
        for (let i = 0; i < 3; i++) {
          log.info(`step of ${params['id']}`)
          await new Promise((resolve) =>
            i % 2 === 0 ? setImmediate(resolve) : setTimeout(resolve, Number(params['id']) % 5),
          )
          stage.winston.info(`other step of ${params['id']}`)
        }
        response.send('done')
      }),
    )
    const url = await stage.serve(app)
    await Promise.all(Array.from({ length: 200 }, (_, id) => responseFrom(`${url}/tenants/t${id % 7}/orders/${id}`)))
    const rows = await stage.arrived(200, 'RequestData')
    const logs = await stage.arrived(200 * 7, 'MessageData')
    const operationOf = new Map(
      rows.map(({ tags, data }) => [
        String(Reflect.get(data.baseData, 'url')).split('/').at(-1),
        tags['ai.operation.id'],
      ]),
    )
    const wrong = logs.filter((log) => {
      const id = dimensions(log)['url']?.split('/').at(-1) ?? log.data.baseData.message?.split(' ').at(-1)
      return id === undefined || log.tags['ai.operation.id'] !== operationOf.get(id)
    })
    expect(operationOf.size).toBe(200)
    expect(logs).toHaveLength(200 * 7)
    expect(wrong).toEqual([])
    expect(new Set([...rows, ...logs].map(({ tags }) => tags['ai.operation.name']))).toEqual(
      new Set(['GET /tenants/:tenant/orders/:id']),
    )
  })
})

it.each<[unknown, string, RegExp]>([
  [{ logger: console }, 'logger', /winston or pino logger, got an object/],
  [{}, 'logger', /got undefined/],
  [
    { logger: winston.createLogger(), sampling: 1 },
    'sampling',
    /not an option of requestLogger\. The options are logger, /,
  ],
  [{ logger: winston.createLogger(), ignore: '/health' }, 'ignore', /must be an array, got a string/],
  [{ logger: winston.createLogger({ levels: { high: 0, low: 1 } }) }, 'level', /has no level error/],
])('rejects an invalid option: %#', (options, field, message) => {
  expect(() => requestLogger(options as RequestLoggerOptions)).toThrow(
    expect.objectContaining({ code: 'AZMON_CONFIGURATION', field, message: expect.stringMatching(message) }),
  )
})
