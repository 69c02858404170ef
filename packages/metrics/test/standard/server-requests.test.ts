import { once } from 'node:events'
import { createServer, get } from 'node:http'
import http2 from 'node:http2'
import { createServer as createSecureServer, get as getSecurely } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { testIdentity } from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { ServerRequests } from '../../src/standard/server-requests'

let requests: ServerRequests
let close: () => void = () => {}

beforeEach(() => {
  requests = new ServerRequests()
})

afterEach(() => {
  requests.stop()
  close()
})

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  close = () => server.close()
  return (server.address() as AddressInfo).port
}

it.each([
  ['http', createServer, get],
  [
    'https',
    (listener: Parameters<typeof createServer>[1]) => createSecureServer(testIdentity(), listener),
    getSecurely,
  ],
] as const)('measures rate and duration of requests to an %s server', async (_, create, ask) => {
  const server = create((__, response) => setTimeout(() => response.end('hello'), 30))
  const port = await listening(server)
  const startedMs = performance.now()
  for (let i = 0; i < 3; i++) {
    const request = ask({ port, host: '127.0.0.1', agent: false, rejectUnauthorized: false } as object)
    const [response] = await once(request, 'response')
    response.resume()
    await once(response, 'close')
  }
  const tookMs = performance.now() - startedMs
  const { perSecond, meanMs } = requests.read(2_000)
  expect(perSecond).toBe(1.5)
  expect(meanMs).toBeGreaterThan(25)
  expect(meanMs).toBeLessThan(tookMs / 3 + 1)
  expect(requests.read(1_000)).toEqual({ perSecond: 0, meanMs: 0 })
})

it('counts an aborted request when it ends', async () => {
  const server = createServer()
  const port = await listening(server)
  const request = get({ port, host: '127.0.0.1' }).on('error', () => {})
  const [, response] = await once(server, 'request')
  expect(requests.read(1_000)).toEqual({ perSecond: 1, meanMs: 0 })
  request.destroy()
  await once(response, 'close')
  expect(requests.read(1_000)).toEqual({ perSecond: 0, meanMs: expect.any(Number) })
})

it('counts requests to an http2 server, but not pushed streams and outgoing requests', async () => {
  for (const listen of [
    (server: http2.Http2Server) =>
      server.on('request', (_, response) => {
        response.createPushResponse({ ':path': '/pushed' }, (error, pushed) => {
          if (error === null) pushed.end('pushed')
          response.end('hello')
        })
      }),
    (server: http2.Http2Server) => server.on('stream', (stream) => stream.end('hello')),
  ]) {
    const server = http2.createServer()
    listen(server)
    const client = http2.connect(`http://127.0.0.1:${await listening(server)}`)
    client.on('stream', (pushed) => pushed.resume())
    for (let i = 0; i < 2; i++) {
      const request = client.request({ ':path': '/' })
      request.resume()
      await once(request, 'close')
    }
    client.close()
    await once(client, 'close')
    const { perSecond, meanMs } = requests.read(1_000)
    expect(perSecond).toBe(2)
    expect(meanMs).toBeGreaterThan(0)
    close()
  }
})
