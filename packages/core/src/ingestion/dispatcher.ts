import type { Socket } from 'node:net'
import type { Agent, buildConnector } from 'undici'
import type { DeliveryOptions } from '../options/resolve'
import { proxyFor } from './proxy'
import { openTunnel } from './tunnel'
import type { Undici } from './undici'

/** The connections of one destination, direct or through a proxy. None of them keeps the process alive. */
export interface Connections {
  readonly dispatcher: Agent
  /** Ends them all at once, those too that are still being made. */
  destroy(): Promise<void>
}

const MAX_CONNECT_MS = 10_000

/** Shorter than any server's: a request on a connection that the server is just closing would fail. */
const KEEP_ALIVE_MS = 4_000

/** Whatever NODE_TLS_REJECT_UNAUTHORIZED says: it was set for something else. */
const VERIFIED = { rejectUnauthorized: true }

export type ConnectionOptions = Pick<DeliveryOptions, 'requestTimeoutMs' | 'proxy'>

export function openConnections(undici: Undici, options: ConnectionOptions, maxConnections: number): Connections {
  const sockets = new Set<Socket>()
  // undici ends a request no sooner than the connection it waits for.
  const connectTimeoutMs = Math.min(MAX_CONNECT_MS, options.requestTimeoutMs)
  const connect = tracked(undici.buildConnector({ timeout: connectTimeoutMs, ...VERIFIED }), sockets)
  const dispatcher = new undici.Agent({
    connections: maxConnections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The whole request has one deadline, its AbortSignal; undici's own timers are coarse.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (target: buildConnector.Options, callback: buildConnector.Callback) => {
      const proxy = proxyFor(target, options.proxy)
      if (proxy === undefined) return connect(target, callback)
      openTunnel(undici, proxy, connect, target, connectTimeoutMs, callback)
    },
  })
  return {
    dispatcher,
    destroy: async () => {
      for (const socket of sockets) socket.destroy() // undici waits for those that are being made
      await dispatcher.destroy()
    },
  }
}

// --- helpers, in order of use ---

/** `connect`, with each of its sockets in `sockets` for as long as it is open. */
function tracked(connect: buildConnector.connector, sockets: Set<Socket>): buildConnector.connector {
  return (options, callback) => {
    // buildConnector returns the socket; undici's types leave that out.
    const socket: unknown = connect(options, callback)
    if (!isSocket(socket)) return
    keepsNothingAlive(socket)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  }
}

/** undici refs a socket for the length of each request, so that an endpoint that hangs would hold the application. */
function keepsNothingAlive(socket: Socket): void {
  socket.unref()
  socket.ref = () => socket
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'unref' in value && 'ref' in value
}
