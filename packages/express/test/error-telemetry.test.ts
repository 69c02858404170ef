import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Request, Response } from 'express'
import { errorTelemetry, requestTelemetry } from '../src'
import { responseFrom, type Stage, startStage } from './builders'
import { VERSIONS } from './versions'

let stage: Stage

beforeEach(async () => {
  stage = await startStage()
})

afterEach(() => stage.close())

const requests = (count = 1) => stage.arrived(count, 'RequestData')

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

  it('passes on any thrown value, also if requests are not tracked', async () => {
    const app = express()
    app.get('/', (_request, _response, next) => next('a text'))
    app.use(errorTelemetry())
    app.use((given: unknown, _request: Request, response: Response, _next: unknown) => response.status(400).send(given))
    expect((await responseFrom(await stage.serve(app))).statusCode).toBe(400)
  })
})
