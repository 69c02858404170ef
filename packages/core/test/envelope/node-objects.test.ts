import { EventEmitter, once } from 'node:events'
import * as http from 'node:http'
import * as http2 from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { PassThrough } from 'node:stream'
import { takesLessThan } from '@azmon/testkit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor } from '../../src/redaction/redactor'

const write = new PropertySerializer(new Redactor([], () => {}), false)
const read = (value: unknown) => JSON.parse(write.text(value))

/** An object after pino has written it as JSON, with its cycles replaced. */
function throughJson(value: unknown): unknown {
  const seen = new Set<unknown>()
  const json = JSON.stringify(value, (_, inner) => {
    if (typeof inner !== 'object' || inner === null) return inner
    if (seen.has(inner)) return '[Circular]'
    seen.add(inner)
    return inner
  })
  return JSON.parse(json)
}

const servers: Server[] = []
let incoming: http.IncomingMessage
let outgoing: http.ServerResponse
let request: http.ClientRequest
let response: http.IncomingMessage
let port: number

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

beforeAll(async () => {
  const server = http.createServer((req, res) => {
    incoming = req
    outgoing = res
    res.setHeader('set-cookie', 'sid=canary')
    res.statusCode = 403
    res.end('no')
  })
  port = await listen(server)
  const headers = { Authorization: 'Bearer canary', 'x-api-key': 'canary', accept: '*/*' }
  request = http.get({ port, host: '127.0.0.1', path: '/orders?token=canary&page=1', headers })
  ;[response] = (await once(request, 'response')) as [http.IncomingMessage]
  await once(response.resume(), 'end')
})

afterAll(() => {
  for (const server of servers) server.close()
})

describe('an object of node:http is summarized', () => {
  it('for the request of a server', () => {
    const expected = {
      method: 'GET',
      url: '/orders?token=redacted&page=1',
      headers: { authorization: '[redacted]', 'x-api-key': '[redacted]', accept: '*/*', host: `127.0.0.1:${port}` },
    }
    expect(read(incoming)).toMatchObject(expected)
    expect(read(throughJson(incoming))).toMatchObject(expected)
    expect(write.text(throughJson(incoming))).not.toContain('canary')
  })

  it('for the response of a server', () => {
    const expected = { statusCode: 403, headers: { 'set-cookie': '[redacted]' } }
    expect(read(outgoing)).toMatchObject(expected)
    expect(read(throughJson(outgoing))).toMatchObject(expected)
  })

  it('for the request of a client', () => {
    const expected = {
      method: 'GET',
      url: `http://127.0.0.1:${port}/orders?token=redacted&page=1`,
      headers: { authorization: '[redacted]', accept: '*/*' },
    }
    expect(read(request)).toMatchObject(expected)
    expect(read(throughJson(request))).toMatchObject(expected)
  })

  it('for the response to a client', () => {
    const expected = { statusCode: 403, statusMessage: 'Forbidden', headers: { 'set-cookie': '[redacted]' } }
    expect(read(response)).toMatchObject(expected)
    expect(read(throughJson(response))).toMatchObject(expected)
  })

  it('for a socket, an agent, a server and a stream', () => {
    expect(read(incoming.socket)).toMatchObject({ type: 'Socket' })
    expect(read(new http.Agent({ keepAlive: true }))).toMatchObject({ type: 'Agent', keepAlive: true })
    expect(read(servers[0])).toEqual({ type: 'Server', listening: true })
    expect(read(new PassThrough())).toEqual({ type: 'PassThrough', destroyed: false })
  })

  it.each([
    ['Express', () => Object.assign(Object.create(incoming), { originalUrl: '/shop/orders', id: 7 })],
    [
      'Fastify',
      () => ({ id: 7, raw: Object.assign(Object.create(incoming), { originalUrl: '/shop/orders' }), body: 1 }),
    ],
  ])('for a request that %s wraps', (_, wrapped) => {
    const { id, url, headers } = read(wrapped())
    expect({ id, url, ...headers }).toMatchObject({ id: 7, url: '/shop/orders', authorization: '[redacted]' })
  })

  it('in less than 0.5 ms and 4,096 characters for five objects', () => {
    const record = { req: incoming, res: outgoing, request, response, socket: incoming.socket }
    expect(JSON.stringify(write.properties(record)).length).toBeLessThan(4_096)
    expect(takesLessThan(0.5, () => write.properties(record))).toBe(true)
  })
})

it('summarizes objects of node:http2', async () => {
  const seen: unknown[] = []
  const server = http2.createServer((req, res) => {
    res.setHeader('set-cookie', 'canary')
    seen.push(read(req), read(res), read(req.stream), read(req.stream.session))
    res.end()
  })
  const session = http2.connect(`http://127.0.0.1:${await listen(server)}`)
  const stream = session.request({ ':path': '/a?sig=canary', authorization: 'canary' })
  await once(stream.resume(), 'close')
  session.close()
  expect(seen).toMatchObject([
    { method: 'GET', url: '/a?sig=redacted', headers: { authorization: '[redacted]' } },
    { statusCode: 200, headers: { 'set-cookie': '[redacted]' } },
    { type: 'ServerHttp2Stream', id: 1 },
    { type: 'ServerHttp2Session', encrypted: false },
  ])
  expect(JSON.stringify(seen)).not.toContain('canary')
})

it('summarizes the config and response of an AxiosError', () => {
  const config = {
    transformRequest: [null],
    headers: { Authorization: 'canary' },
    method: 'post',
    url: '/a?sig=canary',
  }
  const data = { reason: 'x'.repeat(5_000) }
  const failed = {
    config,
    request: {},
    status: 403,
    statusText: 'Forbidden',
    headers: { 'set-cookie': ['canary'] },
    data,
  }
  expect(read(config)).toEqual({ method: 'post', url: '/a?sig=redacted', headers: { Authorization: '[redacted]' } })
  const { data: shown, ...fields } = read(failed)
  expect(fields).toEqual({ status: 403, statusText: 'Forbidden', headers: { 'set-cookie': '[redacted]' } })
  expect(shown).toMatch(/^\{"reason":"x{1013}…$/)
})

it('keeps the fields of an emitter of the application', () => {
  expect(read(Object.assign(new EventEmitter(), { orderId: 7 }))).toMatchObject({ orderId: 7 })
})
