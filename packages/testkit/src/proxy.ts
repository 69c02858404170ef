import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

export interface ProxyScript {
  /** `user:password` that it asks for. */
  readonly login?: string
  /** Answers every CONNECT with this status instead of a tunnel. */
  readonly refuses?: number
  /** Never answers. */
  readonly hangs?: boolean
  /** Where every tunnel leads, whatever host was asked for; for names that no DNS knows. */
  readonly leadsTo?: URL
}

/** A CONNECT proxy on loopback that remembers where it was asked to lead. */
export interface TestProxy extends AsyncDisposable {
  readonly url: string
  /** `host:port` of every CONNECT, in order. */
  readonly asked: readonly string[]
  /** Tunnels that were opened. */
  readonly tunnels: number
  /** Resolves when it has been asked so often. */
  untilAsked(times: number): Promise<void>
}

export async function startProxy({ login, refuses, hangs, leadsTo }: ProxyScript = {}): Promise<TestProxy> {
  const asked: string[] = []
  const open = new Set<Duplex>()
  let tunnels = 0

  const answer = (request: IncomingMessage, client: Duplex): void => {
    open.add(client)
    client.on('error', () => client.destroy()).on('close', () => open.delete(client))
    const target = request.url ?? ''
    asked.push(target)
    server.emit('asked')
    if (hangs) return
    const isStranger = login !== undefined && request.headers['proxy-authorization'] !== basic(login)
    const refusal = refuses ?? (isStranger ? 407 : undefined)
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`)
      return
    }
    const { hostname, port } = leadsTo ?? new URL(`http://${target}`)
    const onward = connect(Number(port), hostname, () => {
      tunnels++
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(onward).pipe(client)
    })
    open.add(onward)
    onward.on('error', () => client.destroy()).on('close', () => open.delete(onward))
  }
  const server = createServer().on('connect', answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    get tunnels() {
      return tunnels
    },
    untilAsked: async (times) => {
      while (asked.length < times) await once(server, 'asked')
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function basic(login: string): string {
  return `Basic ${Buffer.from(login).toString('base64')}`
}
