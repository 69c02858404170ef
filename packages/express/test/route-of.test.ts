import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import type { Express } from 'express'
import { routeOf } from '../src'
import { VERSIONS } from './versions'

/** The route of one request, as it is at its end and while it is handled. */
async function routesOf(app: Express, path: string): Promise<readonly unknown[]> {
  const asked: unknown[] = []
  const server = app.listen(0, '127.0.0.1')
  server.prependListener('request', (request, response) => response.on('finish', () => asked.push(routeOf(request))))
  await once(server, 'listening')
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).text()
  server.close()
  return asked
}

describe.each(VERSIONS)('the route of %s', (version, express) => {
  const { Router } = express
  const isOld = version === 'Express 4'
  const ok = (request: object, response: { send(text: string): unknown }) => response.send(String(routeOf(request)))

  it.each<[string, (app: Express) => unknown, string, string | undefined]>([
    ['its path', (app) => app.get('/orders/:id', ok), '/orders/7?x=1', '/orders/:id'],
    ['the root', (app) => app.get('/', ok), '/', '/'],
    ['no route', (app) => app.use('/orders', Router()), '/orders/7', undefined],
    ['no route, but middleware', (app) => app.use('/orders', ok), '/orders/7', undefined],
    ['of a router', (app) => app.use('/api', Router().get('/orders/:id', ok)), '/api/orders/7', '/api/orders/:id'],
    ['in its own letters', (app) => app.use('/Api', Router().get('/a', ok)), '/aPI/a', '/Api/a'],
    ['of a router, at its root', (app) => app.use('/api', Router().get('/', ok)), '/api/', '/api'],
    [
      'of a router without a path',
      (app) => app.use(Router().use(Router().get('/orders/:id', ok))),
      '/orders/7',
      '/orders/:id',
    ],
    [
      'below a parameter',
      (app) => app.use('/tenants/:tenant', Router().get('/orders/:id', ok)),
      '/tenants/contoso/orders/7',
      '/tenants/:tenant/orders/:id',
    ],
    [
      'below a parameter whose value is the name of another segment',
      (app) => app.use('/tenants/:tenant', Router().get('/orders/:id', ok)),
      '/tenants/tenants/orders/orders',
      '/tenants/:tenant/orders/:id',
    ],
    [
      'below a parameter that is encoded',
      (app) => app.use('/tenants/:tenant', Router().get('/orders/:id', ok)),
      '/tenants/a%20b%2Fc/orders/7',
      '/tenants/:tenant/orders/:id',
    ],
    ['below part of a segment', (app) => app.use('/v:version', Router().get('/a', ok)), '/v2/a', '/v:version/a'],
    [
      'two routers deep',
      (app) => app.use('/a/:x', Router().use('/b', Router().use('/c/:y', Router().get('/d/:z', ok)))),
      '/a/1/b/c/2/d/3',
      '/a/:x/b/c/:y/d/:z',
    ],
    [
      'of a router that is mounted twice',
      (app) => {
        const orders = Router().get('/orders/:id', ok)
        app.use('/v1', orders)
        app.use('/v2/:region', orders)
      },
      '/v2/west/orders/7',
      '/v2/:region/orders/:id',
    ],
    [
      'of a router that is mounted on several paths',
      (app) => app.use(['/a', '/b/:x'], Router().get('/c', ok)),
      '/b/7/c',
      '/b/:x/c',
    ],
    ['of several paths', (app) => app.get(['/a', '/b/:x'], ok), '/b/7', '/b/:x'],
    ['an expression', (app) => app.get(/^\/files\/(.+)$/, ok), '/files/a/b', String(/^\/files\/(.+)$/)],
    ['below an expression', (app) => app.use(/^\/t\d+/, Router().get('/a', ok)), '/t77/a', `${/^\/t\d+/}/a`],
    [
      'a wildcard',
      (app) => app.get(isOld ? '/files/*' : '/files/*rest', ok),
      '/files/a/b',
      isOld ? '/files/*' : '/files/*rest',
    ],
    [
      'of an application that is mounted',
      (app) => app.use('/shops/:shop', express().use('/admin', Router().get('/users/:id', ok))),
      '/shops/7/admin/users/8',
      '/shops/:shop/admin/users/:id',
    ],
    [
      'of an application on an application',
      (app) => app.use('/a/:x', express().use('/b/:y', express().get('/c/:z', ok))),
      '/a/1/b/2/c/3',
      '/a/:x/b/:y/c/:z',
    ],
    [
      'of an application on a router',
      (app) => app.use('/a/:x', Router().use('/b', express().get('/c', ok))),
      '/a/1/b/c',
      '/c', // who has answered does not know where it is mounted
    ],
    [
      'of a rewritten path',
      (app) => {
        app.use((request, _response, next) => {
          request.url = request.url.replace('/old', '/new')
          next()
        })
        app.use('/new/:x', Router().get('/a/:id', ok))
      },
      '/old/1/a/2',
      '/new/:x/a/:id',
    ],
    [
      'that threw, when somebody further up has answered',
      (app) => {
        const failing = () => {
          throw new Error('mine')
        }
        app.use('/tenants/:tenant', Router().get('/orders/:id', failing))
        app.use((_error: unknown, request: object, response: { send(text: string): unknown }, _next: unknown) =>
          ok(request, response),
        )
      },
      '/tenants/contoso/orders/7',
      '/tenants/:tenant/orders/:id',
    ],
    ['of app.route', (app) => app.route('/orders/:id').get(ok), '/orders/7', '/orders/:id'],
  ])('is %s', async (_, build, path, expected) => {
    const app = express()
    build(app)
    expect(await routesOf(app, path)).toEqual([expected])
  })

  it('is each application’s own, where they share a router', async () => {
    const shared = Router().get('/live', ok)
    const [shop, admin] = [express().use('/health', shared), express().use('/internal', shared)]
    expect(await routesOf(shop, '/health/live')).toEqual(['/health/live'])
    expect(await routesOf(admin, '/internal/live')).toEqual(['/internal/live'])
  })

  it('has a mount that has come after the first request', async () => {
    const orders = Router().get('/:id', ok)
    const app = express().use('/one', orders)
    expect(await routesOf(app, '/one/1')).toEqual(['/one/:id'])
    app.use('/two', orders)
    expect(await routesOf(app, '/two/1')).toEqual(['/two/:id'])
    expect(await routesOf(app, '/one/1')).toEqual(['/one/:id'])
  })
})

it.each<[string | RegExp, string, string]>([
  ['/static', '/static/a', '/static/a'],
  [/^\/t\d+/, '/t77/a', '/*/a'],
  ['/tenants/:tenant', '/tenants/tenants/a', '/tenants/:tenant/a'],
  ['/v:version', '/v2/a', '/v:version/a'],
  ['/files/*rest/end', '/files/x/y/end/a', '/files/*rest/end/a'],
  ['/in{/:lang}/x', '/in/de/x/a', '/in/:lang/x/a'],
  ['/in{/:lang}/x', '/in/x/a', '/in/x/a'],
])('is found, too, where the router does not keep how a path was written: %s', async (mount, path, expected) => {
  const [, [, express]] = VERSIONS as [unknown, (typeof VERSIONS)[number]]
  const app = express()
  app.use(
    mount,
    express.Router().get('/a', (_, response) => response.send('a')),
  )
  const { stack } = app.router as unknown as { stack: object[] }
  for (const layer of stack) Reflect.deleteProperty(layer, 'rawPath')
  expect(await routesOf(app, path)).toEqual([expected])
})

it('is none where there is no Express', () => {
  expect([routeOf({}), routeOf({ route: {}, app: {} })]).toEqual([undefined, 'undefined'])
})
