import { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { cpuMs, expectLinear } from '@azmon/testkit'
import { createTracing } from '@azmon/tracing'
import { describe, expect, it } from '@jest/globals'
import type { Express } from 'express'
import pino from 'pino'
import { requestLogger, requestTelemetry, routeOf } from '../src'
import { pickHeaders } from '../src/headers'
import { requestId } from '../src/request-id'
import { VERSIONS } from './versions'

const [[, express4], [, express5]] = VERSIONS as [(typeof VERSIONS)[number], (typeof VERSIONS)[number]]

/** The limit of Node for a request line. */
const LENGTH = 16_000

const filled = (pattern: string, length: number) => pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)

function exchange(url: string, headers: Readonly<Record<string, string>> = {}) {
  const request = new IncomingMessage(new PassThrough() as never)
  Object.assign(request, { url, method: 'GET' })
  Object.assign(request.headers, headers)
  return { request, response: new ServerResponse(request) }
}

/** Routers before version 2.3 do not keep the template of a path. */
function withoutPaths(app: Express): Express {
  const forget = ({ stack }: { readonly stack: readonly object[] }) => {
    for (const layer of stack) {
      Reflect.deleteProperty(layer, 'rawPath')
      const handle = Reflect.get(layer, 'handle')
      if (Array.isArray(Reflect.get(Object(handle), 'stack'))) forget(handle)
    }
  }
  forget(app.router as never)
  return app
}

/** The route of a request in its handler, and the CPU time to find it. */
function routeOfRequest(app: Express, url: string): { route: string | undefined; ms: number } {
  const { request, response } = exchange(url)
  let found: { route: string | undefined; ms: number } | undefined
  app.set('measure', (handled: object) => {
    // The route is cached per request, so each run needs a new one.
    const ms = cpuMs(() => routeOf(Object.create(handled)), 10)
    found = { route: routeOf(handled), ms }
  })
  app(request as never, response as never)
  if (found === undefined) throw new Error('No route matched.')
  return found
}

const measure = (request: { readonly app: { get(name: string): (request: object) => void } }) => {
  let { app } = request as { app: { get(name: string): unknown; parent?: object } }
  while (app.get('measure') === undefined) app = app.parent as never
  ;(app.get('measure') as (request: object) => void)(request)
}

type Build = (app: Express, router: Express) => unknown

const ROUTES: readonly (readonly [what: string, Build, prefix: string, route: string])[] = [
  ['a wildcard', (app) => app.get('/files/*rest', measure as never), '/files/', '/files/*rest'],
  ['a wildcard of everything', (app) => app.get('/{*rest}', measure as never), '/', '/{*rest}'],
  ['an expression', (app) => app.get(/^\/files\/(.+)$/, measure as never), '/files/', String(/^\/files\/(.+)$/)],
  ['one of several', (app) => app.get(['/a', '/files/*rest'], measure as never), '/files/', '/a|/files/*rest'],
  [
    'a wildcard below a parameter',
    (app, router) => app.use('/tenants/:tenant', router.get('/*rest', measure as never)),
    '/tenants/contoso/',
    '/tenants/:tenant/*rest',
  ],
  [
    'a route below a wildcard',
    (app, router) => app.use('/files/*rest/end', router.get('/a', measure as never)),
    '/files/',
    '/*/a',
  ],
  [
    'a route below an expression',
    (app, router) => app.use(/^\/files\/.+\/end/, router.get('/a', measure as never)),
    '/files/',
    '/*/a',
  ],
]

const OLD_ROUTES: readonly (readonly [what: string, Build, prefix: string, route: string])[] = [
  ['a wildcard', (app) => app.get('/files/*', measure as never), '/files/', '/files/*'],
  ['everything', (app) => app.get('*', measure as never), '/', '*'],
  ['an expression', (app) => app.get(/^\/files\/(.+)$/, measure as never), '/files/', String(/^\/files\/(.+)$/)],
  [
    'a wildcard below a parameter',
    (app, router) => app.use('/tenants/:tenant', router.get('/*', measure as never)),
    '/tenants/contoso/',
    '/tenants/:tenant/*',
  ],
  [
    'a route below a wildcard',
    (app, router) => app.use('/files/*/end', router.get('/a', measure as never)),
    '/files/',
    '/*/a',
  ],
]

describe.each<[string, typeof express5, typeof ROUTES, (app: Express) => Express]>([
  ['Express 4', express4, OLD_ROUTES, (app) => app],
  ['Express 5', express5, ROUTES, (app) => app],
  ['Express 5 with an older router', express5, ROUTES, withoutPaths],
])('the route of a long path in %s', (_, express, routes, prepared) => {
  it.each(routes)('is found in less than 1 ms: %s', (_what, build, prefix, expected) => {
    for (const pattern of ['a/', 'a', '1/', '%20/', '/']) {
      const app = express()
      build(app, express.Router() as never)
      const { route, ms } = routeOfRequest(prepared(app), `${prefix}x${filled(pattern, LENGTH)}/end/a`)
      expect({ pattern, route, isFast: ms < 1, ms }).toMatchObject({ route: expected, isFast: true })
    }
  })

  it('never contains the value of a parameter', () => {
    const app = express()
    const router = express.Router()
    router.get('/a', measure as never)
    app.use('/tenants/:tenant', router)
    expect(routeOfRequest(prepared(app), `/tenants/${filled('a', LENGTH)}/a`).route).toBe('/*/a')
  })
})

describe('the telemetry of a request', () => {
  const PATTERNS = [' ', '/', '//', '//a', 'a/', '?', '&', '=', 'a=1&', 'token=1&', '@', '%', ',', '-', 'é']

  it.each(['path', 'query', 'referer', 'cookie', 'x-request-id', 'user-agent'])(
    'takes less than 1 ms for any %s, including its log line',
    async (part) => {
      const tracing = createTracing({
        connectionString:
          'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9',
        durability: 'memory',
      })
      const middleware = [
        requestTelemetry({ tracing }),
        requestLogger({ logger: pino({ enabled: false }), requestHeaders: ['referer', 'user-agent', 'cookie'] }),
      ]
      for (const pattern of PATTERNS) {
        const text = filled(pattern, LENGTH)
        const url = part === 'path' ? `/${text}` : part === 'query' ? `/a?${text}` : '/a'
        let ms = Number.POSITIVE_INFINITY
        // Code that is not compiled yet takes longer.
        for (let run = 0; run < 500 && ms >= 1; run++) {
          const { request, response } = exchange(url, { [part]: text })
          const work = () => {
            for (const each of middleware) each(request, response, () => {})
            response.emit('finish')
          }
          ms = Math.min(ms, cpuMs(work, 1))
        }
        expect({ pattern, isFast: ms < 1, ms }).toMatchObject({ isFast: true })
      }
      await tracing.close({ timeoutMs: 0 })
    },
  )

  it.each<[string, (text: string) => unknown]>([
    ['a header for the line', (text) => pickHeaders({ referer: text }, ['referer'])],
    ['the name of a header', (text) => pickHeaders({ [text]: 'a' }, [text])],
    ['the id of a request', (text) => requestId(exchange('/', { 'x-request-id': text }).request, ['x-request-id'])],
    ['the path of a request', (text) => routeOf({ app: () => {}, route: { path: '/' }, originalUrl: `/${text}` })],
  ])('reads %s in linear time', (_, read) => {
    for (const pattern of PATTERNS) expectLinear((length) => filled(pattern, length), read)
  })
})
