import type { Server } from 'node:http'
import type { WireEnvelope } from '@azmon/testkit'
import { createAdaptorServer } from '@hono/node-server'
import { expect, it } from '@jest/globals'
import { type Context, Hono, type Next } from 'hono'
import { honoTelemetry } from '../../src'
import { responseFrom, TrackedServer } from '../tracked-server'

const tracked = new TrackedServer()

it.each<[string, (app: Hono) => unknown, string, string]>([
  [
    'by the route that responds',
    (app) => app.get('/orders/new', ok).get('/orders/:id', ok),
    '/orders/new',
    'GET /orders/new',
  ],
  [
    'with the path of its router',
    (app) => app.route('/:tenant', new Hono().get('/orders/:id', ok)),
    '/a/orders/7',
    'GET /:tenant/orders/:id',
  ],
  ['if middleware refuses it', (app) => app.use(refuse).get('/orders/:id', ok), '/orders/7', 'GET /orders/:id'],
  ['by a route for all methods', (app) => app.all('/orders/:id', ok), '/orders/7', 'GET /orders/:id'],
  ['by a route for some paths', (app) => app.get('/files/*', ok), '/files/a', 'GET /files/*'],
  ['by its method if only middleware matches', (app) => app.use('/orders/*', pass), '/orders/7', 'GET'],
  [
    'by its method if the response of a route for all paths is 404',
    (app) => app.get('*', (c) => c.notFound()),
    '/a',
    'GET',
  ],
])('a request to Hono is named %s', async (_, build, path, expected) => {
  const app = new Hono().use(honoTelemetry())
  build(app)
  expect((await requestTo(app, path))?.data.baseData.name).toBe(expected)
})

it('tracks requests by itself, with the values of the context', async () => {
  const app = new Hono<{ Variables: { user: string } }>()
  app.use(honoTelemetry({ user: (c: Context) => c.get('user') }))
  app.get('/orders/:id', (c) => {
    c.set('user', 'ada')
    return c.text('ok')
  })
  expect(await requestTo(app as never, '/orders/7')).toMatchObject({
    tags: { 'ai.user.authUserId': 'ada' },
    data: { baseData: { name: 'GET /orders/:id', responseCode: '200' } },
  })
})

it('does nothing without the server of Node', async () => {
  const app = new Hono().use(honoTelemetry()).get('/', ok)
  expect(await (await app.request('/')).text()).toBe('ok')
})

// --- helpers, in order of use ---

function ok(context: Context): Response {
  return context.text('ok')
}

async function refuse(context: Context): Promise<Response> {
  return context.text('no token', 401)
}

function pass(_context: Context, next: Next): Promise<void> {
  return next()
}

async function requestTo(app: Hono, path: string): Promise<WireEnvelope | undefined> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  tracked.tracing.trackRequests(server)
  await responseFrom((await tracked.listen(server)) + path)
  return (await tracked.requests())[0]
}
