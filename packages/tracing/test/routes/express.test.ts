import { describe, expect, it } from '@jest/globals'
import type { Express } from 'express'
import { routeOf } from '../../src'
import { EXPRESS_VERSIONS, routesOf } from './express-versions'

describe.each(EXPRESS_VERSIONS)('the route of %s', (version, express) => {
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
      '/c', // Express does not tell an application on a router where it is mounted
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
      'of a handler that threw, in an error handler of the application',
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
    [
      'one for all paths that responds',
      (app) => app.get(isOld ? '*' : '/{*path}', ok),
      '/a/b',
      isOld ? '*' : '/{*path}',
    ],
    [
      'no route if the response of one for all paths is 404',
      (app) => app.get(isOld ? '/*' : '/*path', (_request, response) => void response.sendStatus(404)),
      '/a/b',
      undefined,
    ],
    [
      'no route if a guard refuses the request',
      (app) => app.all(isOld ? '*' : '{*path}', (_request, response) => void response.sendStatus(401)),
      '/a/b',
      undefined,
    ],
    ['no route after a guard that is an expression', (app) => app.all(/.*/, (_q, _r, next) => next()), '/a', undefined],
    [
      'no route after a guard for some paths',
      (app) =>
        app.use(
          '/api',
          Router().all(isOld ? '/*' : '/*path', (_q, _r, next) => next()),
        ),
      '/api/a/b',
      undefined,
    ],
    [
      'a proxy for some paths',
      (app) => app.all(isOld ? '/api/*' : '/api{/*path}', ok),
      '/api/a/b',
      isOld ? '/api/*' : '/api{/*path}',
    ],
    [
      'one for some paths, even if its response is 404',
      (app) => app.get(isOld ? '/files/*' : '/files/*path', (_request, response) => void response.sendStatus(404)),
      '/files/a',
      isOld ? '/files/*' : '/files/*path',
    ],
    ['of app.route', (app) => app.route('/orders/:id').get(ok), '/orders/7', '/orders/:id'],
  ])('is %s', async (_, build, path, expected) => {
    const app = express()
    build(app)
    expect(await routesOf(app, path)).toEqual([expected])
  })

  it('belongs to the application if several share a router', async () => {
    const shared = Router().get('/live', ok)
    const [shop, admin] = [express().use('/health', shared), express().use('/internal', shared)]
    expect(await routesOf(shop, '/health/live')).toEqual(['/health/live'])
    expect(await routesOf(admin, '/internal/live')).toEqual(['/internal/live'])
  })

  it('includes a mount that was added after the first request', async () => {
    const orders = Router().get('/:id', ok)
    const app = express().use('/one', orders)
    expect(await routesOf(app, '/one/1')).toEqual(['/one/:id'])
    app.use('/two', orders)
    expect(await routesOf(app, '/two/1')).toEqual(['/two/:id'])
    expect(await routesOf(app, '/one/1')).toEqual(['/one/:id'])
  })
})

it('is undefined without Express', () => {
  expect([routeOf({}), routeOf({ route: {}, app: {} })]).toEqual([undefined, 'undefined'])
})
