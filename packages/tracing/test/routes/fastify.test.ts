import { describe, expect, it } from '@jest/globals'
import { type FastifyInstance, fastify } from 'fastify'
import { fastify as fastify4 } from 'fastify4'
import { responseFrom, TrackedServer } from '../tracked-server'

const tracked = new TrackedServer()

/** Created before the first tracing. */
const earlier = fastify().get('/orders/:id', async () => 'ok')

describe.each([
  ['Fastify 4', fastify4 as unknown as typeof fastify],
  ['Fastify 5', fastify],
])('a request to %s is named', (_, create) => {
  it.each<[string, (app: FastifyInstance) => unknown, string, string]>([
    [
      'if a hook refuses it',
      (app) => app.addHook('onRequest', refuse).get('/orders/:id', ok),
      '/orders/7',
      'GET /orders/:id',
    ],
    ['if validation refuses it', (app) => app.get('/orders/:id', NUMBERS_ONLY, ok), '/orders/x', 'GET /orders/:id'],
    [
      'with the prefix of a plugin',
      (app) => app.register(orders, { prefix: '/:tenant' }),
      '/a/orders/7',
      'GET /:tenant/orders/:id',
    ],
    ['by a route for all paths', (app) => app.get('*', ok), '/a/b', 'GET *'],
    ['by its method if the response of such a route is 404', (app) => app.all('/*', notFound), '/a/b', 'GET'],
    [
      'by a route for some paths, even if its response is 404',
      (app) => app.all('/files/*', notFound),
      '/files/a',
      'GET /files/*',
    ],
    ['by its method if no route matches', (app) => app.setNotFoundHandler(notFound), '/nowhere', 'GET'],
  ])('%s', async (_case, build, path, expected) => {
    const app = create()
    build(app)
    expect(await nameOf(app, path)).toBe(expected)
  })
})

describe.each([
  ['Fastify 4', fastify4 as unknown as typeof fastify],
  ['Fastify 5', fastify],
])('a request to %s has the address and the URL', (_, create) => {
  it.each<[string, object, readonly string[]]>([
    ['that it trusts', { trustProxy: true }, ['203.0.113.7', 'https://shop.example:8443/orders/7']],
    ['of the proxy, if it trusts none', {}, ['127.0.0.1', 'http://internal/orders/7']],
  ])('%s', async (_case, options, expected) => {
    const app = create(options).get('/orders/:id', ok)
    await app.ready()
    const url = await tracked.serve((incoming, response) => app.routing(incoming, response))
    const forwarded = {
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'shop.example:8443',
    }
    await responseFrom(`${url}/orders/7`, { headers: { host: 'internal', ...forwarded } })
    const [row] = await tracked.requests()
    expect([row?.tags['ai.location.ip'], Reflect.get(row!.data.baseData, 'url')]).toEqual(expected)
  })
})

it('a request to Fastify 5 is named if the application was created before the tracing', async () => {
  expect(await nameOf(earlier, '/orders/7')).toBe('GET /orders/:id')
})

// --- helpers, in order of use ---

async function ok(): Promise<string> {
  return 'ok'
}

async function refuse(): Promise<void> {
  throw Object.assign(new Error('no token'), { statusCode: 401 })
}

const NUMBERS_ONLY = { schema: { params: { type: 'object', properties: { id: { type: 'number' } } } } }

async function orders(app: FastifyInstance): Promise<void> {
  app.get('/orders/:id', ok)
}

function notFound(_request: unknown, reply: { code(status: number): { send(text: string): unknown } }): void {
  reply.code(404).send('not found')
}

async function nameOf(app: FastifyInstance, path: string): Promise<string | undefined> {
  tracked.tracing.trackRequests(app.server)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  await responseFrom(address + path)
  const [row] = await tracked.requests()
  await app.close()
  return row?.data.baseData.name
}
