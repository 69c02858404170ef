import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from '@jest/globals'
import { limitConnections } from '../src/connection-limit'

const open: (Server | Socket)[] = []

afterEach(() => {
  for (const each of open.splice(0)) {
    if ('closeAllConnections' in each) each.close().closeAllConnections()
    else each.destroy()
  }
})

async function serve(onRequest: RequestListener, max: number): Promise<number> {
  const server = createServer(onRequest)
  limitConnections(server, max)
  open.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

async function connected(port: number, bytes: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  open.push(socket)
  await once(socket, 'connect')
  socket.write(bytes)
  socket.resume()
  return socket
}

async function textFrom(port: number, agent: Agent | false = false): Promise<string> {
  const [response] = (await once(get({ port, host: '127.0.0.1', agent }), 'response')) as [IncomingMessage]
  return text(response)
}

it.each([
  ['nothing', ''],
  ['half a head', 'GET / HTTP/1.1\r\nHost:'],
  ['half a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'],
])('answers although all connections are taken by clients that send %s', async (_, bytes) => {
  const port = await serve((request, response) => request.resume().on('end', () => response.end('answered')), 16)
  const sockets: Socket[] = []
  for (let i = 0; i < 16; i++) sockets.push(await connected(port, bytes))
  expect(await textFrom(port)).toBe('answered')
  expect(sockets.filter(({ destroyed }) => destroyed).length).toBeLessThan(4)
})

it('closes no connection whose request is being answered', async () => {
  const waiting: (() => void)[] = []
  const port = await serve((_, response) => waiting.push(() => response.end('answered')), 2)
  const answers = [textFrom(port), textFrom(port)]
  while (waiting.length < 2) await new Promise(setImmediate)
  await expect(textFrom(port)).rejects.toMatchObject({ code: 'ECONNRESET' })
  for (const answer of waiting) answer()
  expect(await Promise.all(answers)).toEqual(['answered', 'answered'])
})

it('closes the connection that has been idle for the longest', async () => {
  const port = await serve((_, response) => response.end('answered'), 2)
  const [first, second] = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })]
  for (const agent of [first, second, first]) await textFrom(port, agent)
  expect(await textFrom(port)).toBe('answered')
  expect(Object.keys(first.freeSockets)).toHaveLength(1)
  await textFrom(port, first)
  for (const agent of [first, second]) agent.destroy()
})
