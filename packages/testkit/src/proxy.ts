import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

export interface ProxyScript {
  /** The required credentials, as `user:password`. */
  readonly login?: string
  /** The status with which every CONNECT is rejected. */
  readonly refuses?: number
  /** Whether the proxy never responds. */
  readonly hangs?: boolean
  /** The target of every tunnel, regardless of the requested host. For host names that cannot be resolved. */
  readonly leadsTo?: URL
}

/** A CONNECT proxy on loopback that records its requests. */
export interface TestProxy extends AsyncDisposable {
  readonly url: string
  /** The `host:port` of every CONNECT, in order. */
  readonly targets: readonly string[]
  /** The number of tunnels that were opened. */
  readonly tunnels: number
  /** Resolves after this many CONNECT requests. */
  untilRequested(times: number): Promise<void>
}

export async function startProxy({ login, refuses, hangs, leadsTo }: ProxyScript = {}): Promise<TestProxy> {
  const targets: string[] = []
  const open = new Set<Duplex>()
  let tunnels = 0

  const onConnect = (request: IncomingMessage, client: Duplex): void => {
    open.add(client)
    client.on('error', () => client.destroy()).on('close', () => open.delete(client))
    const target = request.url ?? ''
    targets.push(target)
    server.emit('requested')
    if (hangs) return
    const isUnauthorized = login !== undefined && request.headers['proxy-authorization'] !== basic(login)
    const refusal = refuses ?? (isUnauthorized ? 407 : undefined)
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
  const server = createServer().on('connect', onConnect)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    get tunnels() {
      return tunnels
    },
    untilRequested: async (times) => {
      while (targets.length < times) await once(server, 'requested')
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
