import { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { CANARY, expectNoSecret, fuzz, short, stringsLike } from '@azmon/testkit/fuzz'
import { createTracing, type Tracing } from '@azmon/tracing'
import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals'
import type { ErrorRequestHandler, Express } from 'express'
import fc from 'fast-check'
import pino from 'pino'
import { requestLogger, requestTelemetry, routeOf } from '../src'
import { pickHeaders } from '../src/headers'
import { requestId } from '../src/request-id'
import { VERSIONS } from './versions'

const targets = stringsLike('/tenants/1/orders/2?token=a&b=c', '/files/a/b.txt', '//a/../%2e%2e/b', '/%E2%82%AC')
const values = stringsLike(
  'https://user:pass@shop.example/a?token=b#c',
  '<https://a.example/?page=2&sig=a>; rel="next"',
)

function exchange(url: string, headers: object = {}) {
  const request = new IncomingMessage(new PassThrough() as never)
  Object.assign(request, { url, method: 'GET' })
  Object.assign(request.headers, headers)
  return { request, response: new ServerResponse(request) }
}

describe('a header', () => {
  fuzz('for the line', values, (value) =>
    pickHeaders({ referer: value, link: [value, value] as never }, ['Referer', 'link']),
  )
  fuzz('with a name of any kind', values, (name) => pickHeaders({ [name.toLowerCase()]: 'a' }, [name]))
  fuzz(
    'with a secret in its URL',
    values,
    (value) => pickHeaders({ referer: `/a?token=${CANARY}&${value}` }, ['referer']),
    expectNoSecret,
  )
  fuzz(
    'that is secret',
    values,
    (value) => pickHeaders({ 'x-api-key': value + CANARY, cookie: CANARY }, ['x-api-key', 'cookie']),
    expectNoSecret,
  )
  fuzz(
    'as the id of a request',
    stringsLike('4bf92f3577b34da6-A_1='),
    (id) => requestId(exchange('/', { 'x-request-id': id }).request, ['X-Request-Id']),
    (id) => {
      expect(id).toMatch(/^[\w\-=]{1,255}$/)
    },
  )
})

describe.each(VERSIONS)('%s', (_, express) => {
  let tracing: Tracing
  let app: Express
  let route: string | undefined
  beforeAll(() => {
    jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    tracing = createTracing({
      connectionString: 'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9',
      durability: 'memory',
      exitFlushMs: 0,
    })
    app = express()
    const router = express.Router({ mergeParams: true })
    router.get('/orders/:order', (request, response) => {
      route = routeOf(request)
      response.emit('finish')
    })
    app.use(requestTelemetry({ tracing }))
    app.use(requestLogger({ logger: pino({ enabled: false }), requestHeaders: ['referer', 'user-agent'] }))
    app.use('/tenants/:tenant', router)
    app.use((_request, response) => {
      response.emit('finish')
    })
    app.use(((_error, _request, response, _next) => {
      response.emit('finish')
    }) as ErrorRequestHandler)
  })
  afterAll(() => tracing.close({ timeoutMs: 0 }))

  fuzz(
    'a request',
    fc.record({ url: targets, referer: short(values), 'user-agent': short(values), 'x-request-id': short(values) }),
    ({ url, ...headers }) => {
      route = undefined
      const { request, response } = exchange(url, headers)
      app(request as never, response as never)
      return route
    },
    (found) => expect(found ?? '/tenants/:tenant/orders/:order').toMatch(/^(\/tenants\/:tenant|\/\*)\/orders\/:order$/),
  )
})
