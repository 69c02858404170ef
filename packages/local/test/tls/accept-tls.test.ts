import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { Agent, request } from 'node:https'
import { type AddressInfo, connect as connectTcp, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { limitConnections } from '../../src/connection-limit'
import { type Listener, listenOn } from '../../src/listen'
import { acceptTls } from '../../src/tls/accept-tls'
import { makeCertificates } from '../../src/tls/make-certificates'
import type { TlsIdentity } from '../../src/tls/tls-identity'

const certificates = makeCertificates(['localhost', '127.0.0.1'], { fromMs: Date.now(), toMs: Date.now() + 600_000 })
const identity: TlsIdentity = { caPath: 'ca.pem', ...certificates }
const ca = certificates.authority

let listener: Listener
const open: Socket[] = []

const echo: RequestListener = (incoming, response) => {
  const scheme = 'encrypted' in incoming.socket ? 'https' : 'http'
  void text(incoming).then((body) => response.end(`${scheme} ${incoming.method} ${body.length}`))
}

beforeAll(async () => {
  listener = await listenOn(undefined, 0, { onRequest: echo, identity })
})

afterEach(() => open.splice(0).forEach((socket) => void socket.destroy()))

afterAll(() => listener.close())

async function tcp(port = listener.port): Promise<Socket> {
  const socket = connectTcp(port, '127.0.0.1').on('error', () => {})
  open.push(socket)
  await once(socket, 'connect')
  return socket
}

async function post(body: string, agent: Agent): Promise<string> {
  const asked = request({ port: listener.port, host: 'localhost', method: 'POST', ca, agent })
  asked.end(body)
  const [response] = await once(asked, 'response')
  return text(response)
}

describe('a port with TLS', () => {
  it('answers http and https', async () => {
    const agent = new Agent({ maxSockets: 1, keepAlive: true })
    expect(await (await fetch(`http://localhost:${listener.port}`)).text()).toBe('http GET 0')
    expect(await post('x', agent)).toBe('https POST 1')
    expect(await post('y'.repeat(3_000_000), agent)).toBe('https POST 3000000')
    agent.destroy()
  })

  it('reads a request that arrives in pieces, and several at once', async () => {
    const socket = await tcp()
    const answer = text(socket)
    for (const piece of ['P', 'OST / HTTP/1.1\r\nHost: x\r\nContent-Le', 'ngth: 3\r\n\r\na', 'bc']) {
      socket.write(piece)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect((await answer).match(/http \w+ \d/g)).toEqual(['http POST 3', 'http GET 0', 'http GET 0'])
  })

  it('closes a connection with a broken handshake, and serves others', async () => {
    const socket = await tcp()
    socket.write(Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5, ...Buffer.alloc(100)]))
    await once(socket.resume(), 'close')
    expect(await (await fetch(`http://localhost:${listener.port}`)).text()).toBe('http GET 0')
  })

  it('survives clients that reset the connection during the handshake', async () => {
    const socket = await tcp()
    socket.write(Buffer.from([0x16, 3, 1]))
    socket.resetAndDestroy()
    const agent = new Agent()
    expect(await post('', agent)).toBe('https POST 0')
  })

  it('closes connections that have sent nothing or half a handshake when it is closed', async () => {
    const own = await listenOn(undefined, 0, { onRequest: echo, identity })
    const silent = await tcp(own.port)
    const half = await tcp(own.port)
    half.write(Buffer.of(0x16))
    const secure = connectTls({ port: own.port, host: 'localhost', ca })
    open.push(secure)
    await once(secure, 'secureConnect')
    const closed = [silent, half, secure].map((socket) => once(socket.resume(), 'close'))
    await own.close()
    await Promise.all(closed)
  })
})

it('counts TLS connections once, and replaces those that wait for a request', async () => {
  const server = createServer(echo)
  acceptTls(server, identity)
  limitConnections(server, 3)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const sockets: TLSSocket[] = []
  for (let i = 0; i < 3; i++) {
    const socket = connectTls({ port, host: 'localhost', ca }).on('error', () => {})
    sockets.push(socket)
    open.push(socket)
    await once(socket, 'secureConnect')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket, 'data')
  }
  const oldest = once(sockets[0]?.resume() ?? server, 'close')
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('http GET 0')
  await oldest
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, false, false])
  server.close().closeAllConnections()
})
