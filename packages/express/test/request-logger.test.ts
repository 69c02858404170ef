import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Express, Request, Response } from 'express'
import pino from 'pino'
import winston from 'winston'
import { errorTelemetry, type RequestLoggerOptions, requestLogger, requestTelemetry } from '../src'
import { answerTo, asked, dimensions, type Stage, setTheStage } from './builders'
import { VERSIONS } from './versions'

let stage: Stage

beforeEach(async () => {
  stage = await setTheStage()
})

afterEach(() => stage.close())

type Logged = Request & { id: string; log: winston.Logger & pino.Logger }

const LOGGERS = ['winston', 'pino'] as const
const EVERY = VERSIONS.flatMap(([version, express]) => LOGGERS.map((logger) => [version, logger, express] as const))

describe.each(EVERY)('%s with %s under requestLogger', (_version, kind, express) => {
  const logging = (options: Partial<RequestLoggerOptions> = {}): Express =>
    express().use(requestTelemetry(), requestLogger({ logger: stage[kind], ...options }))
  const lines = async (count = 1) => (await stage.arrived(count, 'MessageData')).slice(-count)

  it('logs one line a request, which belongs to it and says what it came to', async () => {
    const app = logging()
    app.get('/orders/:id', (_, response) => response.send('7'))
    await answerTo(`${await stage.serve(app)}/orders/7?size=2&sig=abc&id_token=abc`)
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

  it('takes no promise for an answer, and lives on when it rejects', async () => {
    const rejects = (async () => {
      throw new Error('not now')
    }) as never
    const app = logging({ level: rejects, props: rejects, genReqId: rejects, ignore: [rejects] })
    app.get('/orders/:id', (_, response) => response.send('7'))
    await answerTo(`${await stage.serve(app)}/orders/7`)
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
    await answerTo(await stage.serve(app))
    expect(await lines()).toMatchObject([{ data: { baseData: { message: `GET / ${status}`, severityLevel } } }])
  })

  it('has a line of a request that the client gives up, in its operation', async () => {
    let arrived = () => {}
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const app = logging()
    app.get('/slow', () => arrived())
    const request = asked(`${await stage.serve(app)}/slow`)
    request.on('error', () => {})
    await hasArrived
    request.destroy()
    const [line] = await lines()
    const [row] = await stage.arrived(1, 'RequestData')
    expect(line?.data.baseData).toMatchObject({ message: 'GET /slow 499', severityLevel: 2 })
    expect(dimensions(line!)).toMatchObject({ aborted: 'true', status: '499' })
    expect(line?.tags['ai.operation.id']).toBe(row?.tags['ai.operation.id'])
  })

  it('gives the request a logger that belongs to it, wherever it is called, and a span within is nearer', async () => {
    const app = logging()
    let late: Logged['log'] | undefined
    app.get('/orders/:id', (request, response) => {
      const { log } = request as unknown as Logged
      late = log
      stage.tracing.tracer.span('pack', () => log.child({ step: 1 }).info('packed'))
      response.send('7')
    })
    await answerTo(`${await stage.serve(app)}/orders/7`)
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

  it('asks the application: for levels, what to leave out, and what to add, once', async () => {
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
    for (const path of ['/health/live', '/static/a.js', '/quiet', '/odd', '/boom']) await answerTo(url + path)
    await answerTo(url, { method: 'HEAD' })
    const logged = await lines(2)
    expect(logged.map((line) => [line.data.baseData.severityLevel, dimensions(line)['url']])).toEqual([
      [1, '/odd'],
      [0, '/boom'],
    ])
    expect(logged.map((line) => dimensions(line)['asks'])).toEqual(['1', '2'])
    expect(errors).toEqual([undefined, undefined, expect.any(RangeError)])
  })

  it('keeps an id that is fit to be kept, and tells it where it is asked to', async () => {
    const app = logging({ responseIdHeader: 'x-request-id', genReqId: () => 'made-anew' })
    app.get('/', (request, response) => response.send((request as Logged).id))
    const url = await stage.serve(app)
    const ids = ['abc-DEF_1=', 'a b', 'a\tb', 'x'.repeat(255), 'x'.repeat(256), '']
    const told = []
    for (const id of ids) told.push((await answerTo(url, { headers: { 'x-request-id': id } })).headers['x-request-id'])
    expect(told).toEqual([ids[0], 'made-anew', 'made-anew', ids[3], 'made-anew', 'made-anew'])
    expect((await lines(6)).map((line) => dimensions(line)['requestId'])).toEqual(told)
  })

  it('shows the headers that are asked for, but of secret ones only that they were there', async () => {
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
      'x-other': 'unasked',
    }
    const answer = await answerTo(await stage.serve(app), { headers })
    const [line] = await lines()
    expect(JSON.stringify(line)).not.toMatch(/secret|unasked/)
    expect(JSON.parse(dimensions(line!)['requestHeaders']!)).toMatchObject({
      'user-agent': 'probe',
      'x-functions-key': '[redacted]',
      referer: 'http://shop.test/a?token=redacted&b=1',
    })
    expect(JSON.parse(dimensions(line!)['responseHeaders']!)).toMatchObject({
      'content-type': expect.stringContaining('text/plain'),
    })
    expect(answer.headers['x-request-id']).toBeUndefined() // answers stay as they are
  })

  it.each([
    'x-auth-token',
    'Ocp-Apim-Subscription-Key',
    'x-goog-api-key',
    'x_apikey',
    'x-client-secret',
    'x-user-password',
    'x-session-id',
  ])('knows by its name that a header is secret: %s', async (name) => {
    const app = logging({ requestHeaders: [name, 'idempotency-key'] })
    await answerTo(await stage.serve(app), { headers: { [name]: 'S3CRET', 'idempotency-key': 'k-1' } })
    const [line] = await lines()
    expect(JSON.parse(dimensions(line!)['requestHeaders']!)).toEqual({
      [name.toLowerCase()]: '[redacted]',
      'idempotency-key': 'k-1',
    })
  })

  it.each([
    ['https://ada:S3CRET@shop.test/p?a=1#token=S3CRET', 'https://shop.test/p?a=1#token=redacted'],
    ['//S3CRET@shop.test/p', '//shop.test/p'],
    ['/cb?state=7&code=S3CRET&client_secret=S3CRET#top', '/cb?state=7&code=redacted&client_secret=redacted#top'],
    ['https://app.test/#/cb?id_token=S3CRET&b=2', 'https://app.test/#/cb?id_token=redacted&b=2'],
    ['https://app.test/cb#access_token=S3CRET&state=7', 'https://app.test/cb#access_token=redacted&state=7'],
    ['https://shop.test/tokens/a@b?page=2#end', 'https://shop.test/tokens/a@b?page=2#end'],
  ])('takes secrets out of a header that is a URL: %s', async (sent, shown) => {
    const app = logging({ requestHeaders: ['referer'], responseHeaders: ['location'] })
    app.get('/', (_, response) => response.status(302).set('location', sent).end())
    await answerTo(await stage.serve(app), { headers: { referer: sent } })
    const [line] = await lines()
    expect(JSON.parse(dimensions(line!)['requestHeaders']!)).toEqual({ referer: shown })
    expect(JSON.parse(dimensions(line!)['responseHeaders']!)).toEqual({ location: shown })
  })

  it('has no secret of the application’s own in a URL, where its logger knows them', async () => {
    const app = logging({ requestHeaders: ['referer'] })
    const headers = { referer: 'http://shop.test/?ssn=S3CRET&b=1' }
    await answerTo(`${await stage.serve(app)}/a?ssn=S3CRET&code=S3CRET&b=1`, { headers })
    const [line] = await lines()
    const [request] = await stage.arrived(1, 'RequestData')
    expect(dimensions(line!)).toMatchObject({
      url: '/a?ssn=redacted&code=redacted&b=1',
      requestHeaders: '{"referer":"http://shop.test/?ssn=redacted&b=1"}',
    })
    expect(request?.data.baseData).toMatchObject({ url: expect.stringMatching(/\/a\?ssn=redacted&code=redacted&b=1$/) })
  })

  it('marks what is slow, and logs a line at the start where that is wanted', async () => {
    const app = logging({ slowMs: 0, startLog: true })
    app.get('/', (_, response) => response.send('a'))
    await answerTo(`${await stage.serve(app)}/?key=4fa9c1`)
    const [start, end] = await lines(2)
    expect(start?.data.baseData).toMatchObject({ message: 'GET started', properties: { url: '/?key=redacted' } })
    expect(end?.data.baseData).toMatchObject({ severityLevel: 2, properties: { slow: 'true' } })
    expect(start?.tags['ai.operation.id']).toBe(end?.tags['ai.operation.id'])
  })

  it('logs one line where it is used twice, and stands before requestTelemetry, too', async () => {
    const logger = requestLogger({ logger: stage[kind] })
    const app = express().use(logger, requestTelemetry(), requestLogger({ logger: stage[kind] }))
    app.get('/', (_, response) => response.send('a'))
    const url = await stage.serve(app)
    await answerTo(url)
    await lines()
    await answerTo(url)
    expect(await stage.arrived(2, 'MessageData')).toHaveLength(2)
    const ids = (await stage.arrived(4, 'MessageData', 'RequestData')).map(({ tags }) => tags['ai.operation.id'])
    expect(new Set(ids).size).toBe(2)
  })

  it('keeps 200 requests at a time apart: each record has its own request’s operation', async () => {
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
    await Promise.all(Array.from({ length: 200 }, (_, id) => answerTo(`${url}/tenants/t${id % 7}/orders/${id}`)))
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

describe('a logger', () => {
  it('of pino keeps its own mixin, whose fields win', async () => {
    const written: string[] = []
    const logger = pino(
      { mixin: () => ({ tenant: 't1', trace_id: 'mine' }) },
      { write: (line: string) => written.push(line) },
    )
    const [, [, express]] = VERSIONS as [unknown, (typeof VERSIONS)[number]]
    const app = express().use(requestTelemetry(), requestLogger({ logger }))
    app.get('/', (_, response) => response.send('a'))
    await answerTo(await stage.serve(app))
    await stage.arrived(1, 'RequestData')
    expect(written.join('').match(/"trace_id"/g)).toHaveLength(1)
    expect(JSON.parse(written[0]!)).toMatchObject({ tenant: 't1', trace_id: 'mine', msg: 'GET / 200' })
  })

  it('with syslog’s levels has a line at warning', async () => {
    const seen: string[] = []
    const logger = winston.createLogger({
      levels: winston.config.syslog.levels,
      transports: [
        new winston.transports.Stream({
          stream: process.stdout,
          log: (info: { level: string }, done: () => void) => {
            seen.push(info.level)
            done()
          },
        } as never),
      ],
    })
    const [, [, express]] = VERSIONS as [unknown, (typeof VERSIONS)[number]]
    const url = await stage.serve(express().use(requestTelemetry(), requestLogger({ logger })))
    await answerTo(url)
    await stage.arrived(1, 'RequestData')
    expect(seen).toEqual(['warning'])
  })
})
