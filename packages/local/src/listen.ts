import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { limitConnections } from './connection-limit'
import { codeOf, LocalError, reasonOf } from './errors'

export interface Listener {
  readonly port: number
  /** Stops accepting requests, waits up to a second for running requests, then closes all connections. */
  close(): Promise<void>
}

/** Listens on an address, or on 127.0.0.1 and ::1 with the same port. */
export async function listenOn(host: string | undefined, port: number, onRequest: RequestListener): Promise<Listener> {
  for (let attempt = 1; ; attempt++) {
    try {
      return host === undefined
        ? await listenOnLoopback(onRequest, port)
        : listenerOf([await listen(onRequest, host, port)])
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

async function listenOnLoopback(onRequest: RequestListener, wantedPort: number): Promise<Listener> {
  const ipv4 = await listen(onRequest, '127.0.0.1', wantedPort)
  const port = portOf(ipv4)
  const servers: [Server, ...Server[]] = [ipv4]
  try {
    servers.push(await listen(onRequest, '::1', port))
  } catch (error) {
    if (!isWithoutIpv6(error)) {
      await close(ipv4)
      throw error
    }
  }
  return listenerOf(servers)
}

function listenerOf(servers: readonly [Server, ...Server[]]): Listener {
  return { port: portOf(servers[0]), close: async () => void (await Promise.all(servers.map(close))) }
}

async function listen(onRequest: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(TIMEOUTS, onRequest)
  limitConnections(server, MAX_CONNECTIONS)
  server.listen({ host, port })
  await once(server, 'listening')
  return server
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
  await closed
  clearTimeout(cut)
}

function portOf(server: Server): number {
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
