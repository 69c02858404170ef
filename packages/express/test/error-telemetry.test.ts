import { once } from 'node:events'
import { request as ask, type RequestOptions } from 'node:http'
import { connect } from 'node:net'
import { PassThrough, pipeline } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Request, Response } from 'express'
import { type ErrorTelemetryOptions, errorTelemetry, requestTelemetry } from '../src'
import { responseFrom, type Stage, startStage } from './builders'
import { VERSIONS } from './versions'

let stage: Stage

beforeEach(async () => {
  stage = await startStage()
})

afterEach(() => stage.close())

const requests = (count = 1) => stage.arrived(count, 'RequestData')

it.each<[unknown, string, RegExp]>([
  [{ isError: true }, 'isError', /must be a function, got a boolean/],
  [{ isErr: () => true }, 'isErr', /not an option of errorTelemetry/],
])('rejects an invalid option: %#', (options, field, message) => {
  expect(() => errorTelemetry(options as ErrorTelemetryOptions)).toThrow(
    expect.objectContaining({ code: 'AZMON_CONFIGURATION', field, message: expect.stringMatching(message) }),
  )
})

describe.each(VERSIONS)('errorTelemetry of %s', (_version, express) => {
  it('makes one row of an error in the operation of its request and passes it on', async () => {
    const error = new RangeError('expired')
    const inner = express().use(requestTelemetry())
    inner.get('/orders/:id', (_request, _response, next) => next(error))
    inner.use(errorTelemetry())
    const app = express().use(requestTelemetry()).use('/shop', inner).use(errorTelemetry())
    const passedOn: unknown[] = []
    app.use((given: unknown, _request: Request, response: Response, _next: unknown) => {
      passedOn.push(given)
      response.status(503).send('sorry')
    })
    await responseFrom(`${await stage.serve(app)}/shop/orders/7`)
    const [row] = await requests()
    expect(passedOn).toEqual([error])
    expect(row?.data.baseData).toMatchObject({ responseCode: '503', success: false, name: 'GET /shop/orders/:id' })
    const exceptions = await stage.arrived(1, 'ExceptionData')
    expect(exceptions).toMatchObject([
      {
        tags: { 'ai.operation.id': row?.tags['ai.operation.id'], 'ai.operation.parentId': row?.data.baseData.id },
        data: { baseData: { exceptions: [{ typeName: 'RangeError', message: 'expired' }] } },
      },
    ])
  })

  it('makes one row of an error that spans within the request have recorded', async () => {
    const { tracer } = stage.tracing
    const app = express().use(requestTelemetry())
    app.get('/', (_request, _response, next) => {
      const find = () => tracer.span('find', async () => Promise.reject(new RangeError('no such order')))
      tracer.span('order', find).catch(next)
    })
    app.use(errorTelemetry())
    app.use((_error: unknown, _request: Request, response: Response, _next: unknown) => response.status(500).end())
    await responseFrom(await stage.serve(app))
    expect(await requests()).toMatchObject([{ data: { baseData: { success: false } } }])
    const [find] = (await stage.arrived(2, 'RemoteDependencyData')).filter(({ data }) => data.baseData.name === 'find')
    const exceptions = await stage.arrived(1, 'ExceptionData')
    expect(exceptions.map(({ tags }) => tags['ai.operation.parentId'])).toEqual([find?.data.baseData.id])
  })

  /** An application whose error handler responds with the status of the error. Requests for `/fail` fail with `error`. */
  const failing = (error: unknown, options?: ErrorTelemetryOptions) => {
    const app = express().use(requestTelemetry(), express.json())
    app.post('/upload', (request, response, next) => {
      pipeline(request, new PassThrough().resume(), (failure) => (failure ? next(failure) : response.end()))
    })
    app.get('/fail', (_request, _response, next) => next(error))
    app.get('/orders/:id', (_request, response) => void response.end())
    app.use((_request: Request, _response: Response, next: (failure: unknown) => void) => {
      next(Object.assign(new Error('Not Found'), { status: 404, expose: true }))
    })
    app.use(errorTelemetry(options))
    app.use((failure: { status?: number }, _request: Request, response: Response, _next: unknown) => {
      response.status(failure.status ?? 500).end()
    })
    return stage.serve(app)
  }

  /** The exceptions of a request with this status, once the request has arrived. */
  const exceptionsOf = async (status: number) => {
    expect(await requests()).toMatchObject([{ data: { baseData: { responseCode: String(status) } } }])
    const exceptions = await stage.arrived(0, 'ExceptionData')
    return exceptions.map(({ data }) => data.baseData.exceptions?.[0]?.message)
  }

  it.each<[string, RequestOptions & { path: string }, string | undefined, number]>([
    ['an unknown path', { path: '/wp-login.php' }, undefined, 404],
    ['a path that cannot be decoded', { path: '/orders/%ff' }, undefined, 400],
    [
      'JSON that is none',
      { path: '/upload', method: 'POST', headers: { 'content-type': 'application/json' } },
      '{"a":',
      400,
    ],
  ])('makes no row of an error that the client caused: %s', async (_, options, body, status) => {
    const url = await failing(undefined)
    const sent = ask(url + options.path, options).end(body)
    await once(sent, 'response')
    expect(await exceptionsOf(status)).toEqual([])
  })

  it.each([
    ['application/json', 400], // Express still responds
    ['text/csv', 499],
  ])('makes no row of an upload that the client aborts: %s', async (type, status) => {
    const url = await failing(undefined)
    const client = connect(Number(new URL(url).port), '127.0.0.1')
    client.write(`POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: 100\r\n`)
    client.write('Expect: 100-continue\r\n\r\n{"a":')
    await once(client, 'data') // the server reads the body
    client.destroy()
    expect(await exceptionsOf(status)).toEqual([])
  })

  it.each<[string, object, number]>([
    ['an error without a status', new Error('mine'), 500],
    ['an error of a call that the request made', Object.assign(new Error('mine'), { status: 404 }), 404],
    [
      'an error that is not meant for the client',
      Object.assign(new Error('mine'), { status: 403, expose: false }),
      403,
    ],
    ['an error with a status of 503', Object.assign(new Error('mine'), { status: 503, expose: true }), 503],
  ])('makes a row of %s', async (_, error, status) => {
    await responseFrom(`${await failing(error)}/fail`)
    expect(await exceptionsOf(status)).toEqual(['mine'])
  })

  it('makes a row of an error of the client that became a failure of the server', async () => {
    const app = express().use(requestTelemetry())
    app.get('/', (_request, _response, next) => next(Object.assign(new Error('mine'), { status: 400, expose: true })))
    app.use(errorTelemetry())
    app.use((_error: unknown, _request: Request, response: Response, _next: unknown) => response.status(500).end())
    await responseFrom(await stage.serve(app))
    expect(await exceptionsOf(500)).toEqual(['mine'])
  })

  it.each<[string, ErrorTelemetryOptions['isError'], number, readonly string[]]>([
    ['by its status', (_error, status) => status >= 500, 422, []],
    ['by its status', (_error, status) => status === 422, 422, ['mine']],
    ['by itself', (error) => !(error instanceof RangeError), 500, []],
    [
      'as without the option, if it throws',
      () => {
        throw new Error('not mine')
      },
      500,
      ['mine'],
    ],
  ])('asks isError whether an error is a row: %s', async (_, isError, status, expected) => {
    const error = Object.assign(new RangeError('mine'), status !== 500 && { status })
    await responseFrom(`${await failing(error, { isError })}/fail`)
    expect(await exceptionsOf(status)).toEqual(expected)
  })

  it('passes on any thrown value, also if requests are not tracked', async () => {
    const app = express()
    app.get('/', (_request, _response, next) => next('a text'))
    app.use(errorTelemetry())
    app.use((given: unknown, _request: Request, response: Response, _next: unknown) => response.status(400).send(given))
    expect((await responseFrom(await stage.serve(app))).statusCode).toBe(400)
  })
})
