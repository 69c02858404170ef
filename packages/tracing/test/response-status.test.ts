import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { testIdentity } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { answerStatus } from '../src'
import { isLeftByClient } from '../src/response-status'

it('is 499 until the response is complete', () => {
  const response = new ServerResponse({ method: 'GET' } as IncomingMessage)
  response.statusCode = 201
  expect(answerStatus(response)).toBe(499)
  Object.defineProperty(response, 'writableFinished', { value: true })
  expect(answerStatus(response)).toBe(201)
})

const http = (listener: RequestListener) => createServer(listener)
const https = (listener: RequestListener) => createSecureServer(testIdentity(), listener)

/** The status of a response that `leave` ends early, and whether its client left it. */
async function endOf(
  create: (listener: RequestListener) => Server,
  begin: (response: ServerResponse) => unknown,
  leave: (client: Socket, response: ServerResponse, server: Server) => unknown,
) {
  let response: ServerResponse | undefined
  const server = create((_, given) => {
    response = given
    begin(given)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client =
    create === http
      ? connect(port, '127.0.0.1')
      : connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false })
  client.on('error', () => {})
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  while (response?.headersSent !== true) await new Promise(setImmediate)
  await once(client, 'data')
  const closed = once(response, 'close')
  leave(client, response, server)
  await closed
  server.closeAllConnections()
  server.close()
  return [answerStatus(response), isLeftByClient(response)]
}

const send = (status: number, type: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'Content-Type': type }).write('data: 1')
}
const leave = (client: Socket) => client.destroy()

describe.each([
  ['http', http],
  ['https', https],
])('a response over %s that is not sent whole', (_, create) => {
  it.each<[string, (response: ServerResponse) => unknown, number, boolean]>([
    ['an event stream has its own status', send(200, 'text/event-stream'), 200, true],
    ['an event stream with a character set', send(200, 'Text/Event-Stream; charset=utf-8'), 200, true],
    [
      'an event stream whose type is a header that was set before',
      (response) => response.setHeader('content-type', 'text/event-stream').write('data: 1'),
      200,
      true,
    ],
    ['a chunked response', send(200, 'application/x-ndjson'), 499, true],
    ['a part of a video', send(206, 'video/mp4'), 499, true],
    ['a page that says 404', send(404, 'text/html'), 499, false],
    ['an event stream that says 503', send(503, 'text/event-stream'), 499, false],
  ])('%s, if its client leaves', async (_title, begin, status, isLeft) => {
    expect(await endOf(create, begin, leave)).toEqual([status, isLeft])
  })

  it.each<[string, Parameters<typeof endOf>[2]]>([
    ['destroys the response', (_client, response) => response.destroy()],
    [
      'destroys the response because its source failed',
      (_client, response) => response.destroy(Object.assign(new Error('mine'), { code: 'ECONNRESET' })),
    ],
    ['destroys the request', (_client, response) => response.req.destroy()],
    ['closes all connections', (_client, _response, server) => server.closeAllConnections()],
  ])('is 499 and not left by its client if the application %s', async (_title, end) => {
    expect(await endOf(create, send(200, 'text/event-stream'), end)).toEqual([499, false])
  })
})
