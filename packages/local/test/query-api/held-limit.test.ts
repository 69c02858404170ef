import { once } from 'node:events'
import { createServer, get, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Hono } from 'hono'
import { limitHeld } from '../../src/query-api/held-limit'
import { respond } from '../../src/query-api/respond'
import type { LocalEnv } from '../../src/safety'

/** More than the system buffers. */
const LARGE = JSON.stringify('a'.repeat(30_000_000))

let server: Server

beforeAll(async () => {
  const routes = new Hono<LocalEnv>()
  routes.use(limitHeld({ maxRequestBytes: 100, maxResponseBytes: LARGE.length - 1, unreadTimeoutMs: 10_000 }))
  routes.post('/body', async (c) => respond(c, { status: 200, json: JSON.stringify(await c.req.text()) }))
  routes.get('/large', (c) => respond(c, { status: 200, json: LARGE }))
  const begun: (() => void)[] = []
  routes.get('/large-of-three', async (c) => {
    await new Promise<void>((resolve) => {
      if (begun.push(resolve) === 3) for (const begin of begun) begin()
    })
    return respond(c, { status: 200, json: LARGE })
  })
  routes.get('/small', (c) => respond(c, { status: 200, json: '{}' }))
  server = createServer(getRequestListener(routes.fetch)).listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Returns a response whose body has not been read. */
function ask(path: string): Promise<IncomingMessage> {
  return askOf(server, path)
}

async function askOf(asked: Server, path: string): Promise<IncomingMessage> {
  const { port } = asked.address() as AddressInfo
  const [response] = await once(get({ host: '127.0.0.1', port, path, agent: false }), 'response')
  return response as IncomingMessage
}

it('rejects requests until a client has read its large response, or has gone', async () => {
  const reading = await ask('/large')
  const rejected = await ask('/small')
  expect([rejected.statusCode, rejected.headers['retry-after']]).toEqual([503, '1'])
  await reading.resume().toArray()
  expect((await until200('/small')).statusCode).toBe(200)
  const leaving = await ask('/large')
  expect((await ask('/small')).statusCode).toBe(503)
  leaving.destroy()
  expect((await until200('/small')).statusCode).toBe(200)
})

/** The server learns later than the client that a connection has ended. */
async function until200(path: string): Promise<IncomingMessage> {
  const response = await ask(path)
  return response.statusCode === 200 ? response : until200(path)
}

it('rejects results of queries that began together and are too large together', async () => {
  const responses = await Promise.all(Array.from({ length: 3 }, () => ask('/large-of-three')))
  expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([200, 503, 503])
  const rejected = responses.filter(({ statusCode }) => statusCode === 503)
  expect(rejected.map(({ headers }) => headers['content-type'])).toEqual(['application/json', 'application/json'])
  for (const response of responses) response.destroy()
  expect((await until200('/small')).statusCode).toBe(200)
})

it('disconnects a client that does not read its large response', async () => {
  const routes = new Hono<LocalEnv>()
  routes.use(limitHeld({ maxRequestBytes: 100, maxResponseBytes: LARGE.length, unreadTimeoutMs: 100 }))
  routes.get('/large', (c) => respond(c, { status: 200, json: LARGE }))
  const impatient = createServer(getRequestListener(routes.fetch)).listen(0, '127.0.0.1')
  await once(impatient, 'listening')
  const [connection] = await Promise.all([once(impatient, 'connection'), askOf(impatient, '/large')])
  await once(connection[0], 'close')
  impatient.close()
})

it('does not count small responses', async () => {
  const unread = await Promise.all(Array.from({ length: 20 }, () => ask('/small')))
  expect(unread.map(({ statusCode }) => statusCode)).toEqual(unread.map(() => 200))
})

it('rejects bodies beyond the limit for all running requests together', async () => {
  const { port } = server.address() as AddressInfo
  const post = (headers: Readonly<Record<string, string | number>>) =>
    request({ host: '127.0.0.1', port, path: '/body', method: 'POST', agent: false, headers })
  const slow = post({ 'content-length': 60 })
  slow.write('a')
  await once(server, 'request')
  const [rejected] = await once(post({ 'content-length': 50 }).end('b'.repeat(50)), 'response')
  expect(rejected.statusCode).toBe(503)
  const [unmeasured] = await once(post({ 'transfer-encoding': 'chunked' }).end('c'), 'response')
  expect(unmeasured.statusCode).toBe(503)
  slow.end('a'.repeat(59))
  expect((await once(slow, 'response'))[0].statusCode).toBe(200)
  const [accepted] = await once(post({ 'content-length': 50 }).end('b'.repeat(50)), 'response')
  expect(accepted.statusCode).toBe(200)
})
