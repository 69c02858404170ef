import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { limitConnections } from './connection-limit'
import { codeOf, LocalError, reasonOf } from './errors'
import { acceptTls, type StartingConnections } from './tls/accept-tls'
import type { TlsIdentity } from './tls/tls-identity'

export interface Listener {
  readonly port: number
  /** Stops accepting requests, waits up to a second for running requests, then closes all connections. */
  close(): Promise<void>
}

export interface ServeOptions {
  readonly onRequest: RequestListener
  /** Undefined to accept only unencrypted connections. */
  readonly identity?: TlsIdentity | undefined
}

/** Listens on an address, or on 127.0.0.1 and ::1 with the same port. The port accepts both http and https. */
export async function listenOn(host: string | undefined, port: number, options: ServeOptions): Promise<Listener> {
  for (let attempt = 1; ; attempt++) {
    try {
      return host === undefined
        ? await listenOnLoopback(options, port)
        : listenerOf([await listen(options, host, port)])
    } catch (error) {
      // A port that is free on 127.0.0.1 may be in use on ::1. With port 0, another port can be tried.
      if (port !== 0 || attempt === MAX_ATTEMPTS || codeOf(error) !== 'EADDRINUSE') throw listenError(error, host, port)
    }
  }
}

const MAX_ATTEMPTS = 5
const MAX_CONNECTIONS = 512
const CLOSE_GRACE_MS = 1_000

/** On loopback, requests arrive quickly. An incomplete request would hold a connection and memory. */
const TIMEOUTS = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 500 }

/** A server, and its connections that it does not know yet. */
interface Served {
  readonly server: Server
  readonly starting: StartingConnections | undefined
}

async function listenOnLoopback(options: ServeOptions, wantedPort: number): Promise<Listener> {
  const ipv4 = await listen(options, '127.0.0.1', wantedPort)
  const port = portOf(ipv4)
  const servers: [Served, ...Served[]] = [ipv4]
  try {
    servers.push(await listen(options, '::1', port))
  } catch (error) {
    if (!isWithoutIpv6(error)) {
      await close(ipv4)
      throw error
    }
  }
  return listenerOf(servers)
}

function listenerOf(servers: readonly [Served, ...Served[]]): Listener {
  return { port: portOf(servers[0]), close: async () => void (await Promise.all(servers.map(close))) }
}

async function listen({ onRequest, identity }: ServeOptions, host: string, port: number): Promise<Served> {
  const server = createServer(TIMEOUTS, (request, response) => {
    // Node still reads requests that arrived with one for which the connection was closed.
    if (!request.socket.destroyed) onRequest(request, response)
  })
  const starting = identity === undefined ? undefined : acceptTls(server, identity)
  limitConnections(server, MAX_CONNECTIONS)
  server.listen({ host, port })
  await once(server, 'listening')
  return { server, starting }
}

async function close({ server, starting }: Served): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  starting?.closeAll()
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
  await closed
  clearTimeout(cut)
}

function portOf({ server }: Served): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

function isWithoutIpv6(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
}

function listenError(cause: unknown, host: string | undefined, port: number): LocalError {
  if (codeOf(cause) === 'EADDRINUSE') {
    return new LocalError(
      'AZMON_LOCAL_PORT_IN_USE',
      `Port ${port} on ${host ?? '127.0.0.1 or ::1'} is in use by another program. Stop it, or choose another with --port (0 selects any free port).`,
      { cause },
    )
  }
  return new LocalError(
    'AZMON_LOCAL_LISTEN',
    `Cannot listen on port ${port} of ${host ?? '127.0.0.1'}: ${reasonOf(cause)}. Choose another with --port (0 selects any free port; ports below 1024 need administrator rights)${host === undefined ? '' : ', or another address of this machine with --host'}.`,
    { cause },
  )
}
