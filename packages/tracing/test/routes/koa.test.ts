import { createServer } from 'node:http'
import { describe, expect, it } from '@jest/globals'
import ScopedRouter, { type RouterContext } from '@koa/router'
import Koa, { type Context } from 'koa'
import mount from 'koa-mount'
import KoaRouter from 'koa-router'
import { ConfigurationError, koaTelemetry } from '../../src'
import { responseFrom, TrackedServer } from '../tracked-server'

const tracked = new TrackedServer()

type Router = ScopedRouter

describe.each([
  ['@koa/router', ScopedRouter],
  ['koa-router', KoaRouter],
])('a request to Koa with %s is named', (_, Router) => {
  it.each<[string, (router: Router) => unknown, string, string]>([
    [
      'by the route that responds',
      (router) => router.get('/orders/new', ok).get('/orders/:id', ok),
      '/orders/new',
      'GET /orders/new',
    ],
    [
      'with a prefix',
      (router) => router.prefix('/:tenant').get('/orders/:id', ok),
      '/a/orders/7',
      'GET /:tenant/orders/:id',
    ],
    [
      'if middleware of the router refuses it',
      (router) => router.use(refuse).get('/orders/:id', ok),
      '/orders/7',
      'GET /orders/:id',
    ],
    [
      'by a route with middleware after it',
      (router) => router.get('/orders/:id', ok).use(refuse),
      '/orders/7',
      'GET /orders/:id',
    ],
    [
      'by a regular expression',
      (router) => router.get(/^\/orders\/\d+$/, ok),
      '/orders/7',
      String.raw`GET /^\/orders\/\d+$/`,
    ],
    [
      'by its method after a guard for all paths',
      (router) => router.all(EVERYTHING, (_c, next) => next()),
      '/a/b',
      'GET',
    ],
    ['by its method if no route has this method', (router) => router.post('/orders/:id', ok), '/orders/7', 'GET'],
  ])('%s', async (_case, build, path, expected) => {
    const router = new Router()
    build(router)
    expect(await nameOf(appOf(koaTelemetry(), router.routes()), path)).toBe(expected)
  })

  it.each([
    ['/orders/:id', '/admin/orders/7'],
    ['/', '/admin'],
  ])('with the path of koa-mount: %s', async (route, path) => {
    const admin = appOf(new Router().get(route, ok).routes())
    const app = appOf(koaTelemetry(), mount('/admin', admin))
    expect(await nameOf(app, path)).toBe(route === '/' ? 'GET /admin' : 'GET /admin/orders/:id')
  })

  it('without the path of koa-mount if the mounted application passes it on', async () => {
    const router = new Router().get('/admin/orders/:id', ok)
    const app = appOf(koaTelemetry(), mount('/admin', new Koa()), router.routes())
    expect(await nameOf(app, '/admin/orders/7')).toBe('GET /admin/orders/:id')
  })
})

it('tracks requests by itself, with the values of the context', async () => {
  const app = new Koa({ proxy: true }).use(koaTelemetry<Context>({ user: (ctx) => ctx.state['user'] }))
  app.use((ctx) => {
    ctx.state['user'] = 'ada'
    ctx.status = 204
  })
  const url = await tracked.listen(createServer(app.callback()))
  await responseFrom(url, { headers: { 'x-forwarded-for': '203.0.113.7' } })
  const [row] = await tracked.requests()
  expect(row).toMatchObject({
    tags: { 'ai.user.authUserId': 'ada', 'ai.location.ip': '203.0.113.7' },
    data: { baseData: { name: 'GET', responseCode: '204' } },
  })
})

it.each<[string, boolean, object, readonly string[]]>([
  ['Koa trusts by its setting', true, {}, ['203.0.113.7', 'https://shop.example/orders']],
  ['the option trusts', false, { trustProxy: 1 }, ['203.0.113.7', 'https://shop.example/orders']],
  ['nothing reports if nothing is trusted', false, {}, ['127.0.0.1', 'http://internal/orders']],
])('has the address and the URL that %s', async (_, proxy, options, expected) => {
  const app = new Koa({ proxy }).use(koaTelemetry(options)).use(ok as never)
  const forwarded = {
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'shop.example',
  }
  const url = await tracked.serve(app.callback())
  await responseFrom(`${url}/orders`, { headers: { host: 'internal', ...forwarded } })
  const [row] = await tracked.requests()
  expect([row?.tags['ai.location.ip'], Reflect.get(row!.data.baseData, 'url')]).toEqual(expected)
})

it('rejects options that are not options of requests', () => {
  expect(() => koaTelemetry({ ignore: '/health' } as never)).toThrow(ConfigurationError)
  expect(() => koaTelemetry({ users: () => 'ada' } as never)).toThrow(/Did you mean user/)
})

// --- helpers, in order of use ---

function ok(context: RouterContext): void {
  context.body = 'ok'
}

function refuse(context: RouterContext): void {
  context.status = 401
}

/** Both routers accept a regular expression. Their own wildcards differ. */
const EVERYTHING = /.*/

function appOf(...middleware: readonly unknown[]): Koa {
  const app = new Koa()
  for (const each of middleware) app.use(each as Koa.Middleware)
  return app
}

async function nameOf(app: Koa, path: string): Promise<string | undefined> {
  const url = await tracked.serve(app.callback())
  await responseFrom(url + path)
  const [row] = await tracked.requests()
  return row?.data.baseData.name
}
