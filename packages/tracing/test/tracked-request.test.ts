import type { IncomingMessage, RequestListener } from 'node:http'
import type { WireEnvelope } from '@azmon/testkit'
import { AzureMonitorTransport } from '@azmon/winston'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { trace } from '@opentelemetry/api'
import winston from 'winston'
import { AlwaysOffSampler, createTracing, type IncomingOptions } from '../src'
import { responseFrom, TrackedServer } from './tracked-server'

const app = new TrackedServer()

let logger: {
  info(message: string): unknown
  warn(message: string): unknown
  transports: AzureMonitorTransport[]
  close(): unknown
}

beforeEach(() => {
  const { connectionString } = app.ingestion
  const transport = new AzureMonitorTransport({ connectionString, durability: 'memory' })
  logger = winston.createLogger({ transports: [transport] }) as never
})

afterEach(() => void logger.close())

describe('user, session and client IP', () => {
  it('are on the request and on everything in its operation as soon as they are known', async () => {
    const users = new WeakMap<IncomingMessage, string>()
    const listener: RequestListener = (incoming, response) => {
      app.tracing.tracer.span('before', () => {})
      users.set(incoming, 'ada')
      logger.info('signed in')
      app.tracing.tracer.span('after', (span) => span.recordException(new Error('mine')))
      response.end()
    }
    const options: IncomingOptions = {
      user: (incoming) => users.get(incoming),
      session: () => 's1',
      clientIp: ({ headers }) => headers['x-forwarded-for']?.toString(),
    }
    const url = await app.serve(listener, options)
    await responseFrom(url, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    const [row] = await app.requests()
    await logger.transports[0]?.flush()
    const who = (tags: WireEnvelope['tags'] = {}) => [tags['ai.user.authUserId'], tags['ai.session.id']]
    expect(row?.tags['ai.location.ip']).toBe('203.0.113.7')
    const rows = app.ingestion.accepted.map(({ data, tags }) => [data.baseType, ...who(tags)].join(' '))
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

describe('the cookies of the SDK for browsers', () => {
  const headers = { cookie: 'ai_user=u1|2026; ai_session=s1|1|2; ai_authUser=ada%7Ccontoso' }
  const tagsOf = async (options: IncomingOptions) => {
    const url = await app.serve((_, response) => {
      logger.info('shown')
      app.tracing.tracer.span('work', () => {})
      response.end()
    }, options)
    await responseFrom(url, { headers })
    await app.requests()
    await logger.transports[0]?.flush()
    expect(app.ingestion.accepted).toHaveLength(3)
    return app.ingestion.accepted.map(({ tags }) => tags)
  }

  it('identify the user and the session of a request and of everything in it', async () => {
    const tags = { 'ai.user.id': 'u1', 'ai.session.id': 's1', 'ai.user.authUserId': 'ada' }
    expect(await tagsOf({})).toMatchObject([tags, tags, tags])
  })

  it('give way to the options user and session', async () => {
    const tags = { 'ai.user.id': 'u1', 'ai.session.id': 's2', 'ai.user.authUserId': 'bob' }
    expect(await tagsOf({ user: () => 'bob', session: () => 's2' })).toMatchObject([tags, tags, tags])
  })
})

it('has the user agent of the client, and no dimension that repeats it', async () => {
  const url = await app.serve((_, response) => response.end())
  await responseFrom(url, { headers: { 'user-agent': 'curl/8' } })
  const [row] = await app.requests()
  expect(row?.tags['ai.user.userAgent']).toBe('curl/8')
  expect(row?.data.baseData.properties).toEqual({})
})

it('names the spans of a request by its route as soon as that is known', async () => {
  let route: string | undefined
  const url = await app.serve(
    (_, response) => {
      app.tracing.tracer.span('work', () => {
        route = '/orders/:id'
      })
      response.end()
    },
    { routeOf: () => route },
  )
  await responseFrom(url)
  await app.requests()
  expect(app.ingestion.accepted.map(({ tags }) => tags['ai.operation.name'])).toEqual([
    'GET /orders/:id',
    'GET /orders/:id',
  ])
})

describe('a request whose span is renamed', () => {
  /** The operation names of a warning before and after, and that of the request. */
  const namesAfter = async (newName: string) => {
    const url = await app.serve(
      (_, response) => {
        logger.warn('before')
        trace.getActiveSpan()?.updateName(newName)
        logger.warn('after')
        response.end()
      },
      { routeOf: () => '/graphql' },
    )
    await responseFrom(url, { method: 'POST' })
    await app.tracing.flush()
    await logger.transports[0]?.flush()
    const rows = app.ingestion.accepted
    return ['before', 'after', newName].map((name) => {
      const row = rows.find(({ data: { baseData } }) => [baseData.message, baseData.name].includes(name))
      return row?.tags['ai.operation.name']
    })
  }

  it.each(['query Orders', 'POST /orders', 'checkout'])('has the name %s from then on', async (newName) => {
    expect(await namesAfter(newName)).toEqual(['POST /graphql', newName, newName])
  })

  it('keeps its route if the new name is only the method', async () => {
    const [before, after] = await namesAfter('POST')
    const rows = await app.requests()
    expect([before, after, rows[0]?.data.baseData.name]).toEqual(Array(3).fill('POST /graphql'))
  })

  it('gives the new name to its warnings if it is not sampled', async () => {
    await app.tracing.close()
    const { connectionString } = app.ingestion
    app.tracing = createTracing({ connectionString, durability: 'memory', sampler: new AlwaysOffSampler() })
    app.tracing.register()
    expect(await namesAfter('query Orders')).toEqual(['POST /graphql', 'query Orders', undefined])
  })
})

it.each([
  ['/orders/[id]', '*', 'GET /orders/[id]'],
  ['/orders/[id]', '/app/:path', 'GET /app/:path'],
])('prefers the route %s of another tracer only to a route for all paths: %s', async (route, own, name) => {
  const url = await app.serve(
    (_, response) => {
      trace.getActiveSpan()?.setAttribute('http.route', route)
      logger.info('rendered')
      response.end()
    },
    { routeOf: () => own },
  )
  await responseFrom(url)
  expect(await app.requests()).toMatchObject([{ data: { baseData: { name } } }])
})

it('serves and tracks a request whose options throw', async () => {
  const mistake = () => {
    throw new Error('mine')
  }
  const url = await app.serve((_, response) => response.end(), {
    routeOf: mistake,
    isSuccess: mistake,
    ignore: [mistake],
  })
  await responseFrom(url)
  expect(await app.requests()).toMatchObject([
    { data: { baseData: { name: 'GET', responseCode: '200', success: true } } },
  ])
})
