import type { Socket } from 'node:net'
import type { Agent, buildConnector } from 'undici'
import type { DeliveryOptions } from '../options/resolve'
import { proxyFor } from './proxy'
import { openTunnel } from './tunnel'
import type { Undici } from './undici'

/** The connections to one destination, direct or through a proxy. They do not keep the process alive. */
export interface Connections {
  readonly dispatcher: Agent
  /** Closes all connections immediately, including those that are still being opened. */
  destroy(): Promise<void>
}

const MAX_CONNECT_MS = 10_000

/** Shorter than the keep-alive timeout of common servers, because a request fails if the server is closing the connection. */
const KEEP_ALIVE_MS = 4_000

/** Overrides NODE_TLS_REJECT_UNAUTHORIZED, which is not meant for telemetry. */
const VERIFY_CERTIFICATES = { rejectUnauthorized: true }

export type ConnectionOptions = Pick<DeliveryOptions, 'requestTimeoutMs' | 'proxy'>

export function openConnections(undici: Undici, options: ConnectionOptions, maxConnections: number): Connections {
  const sockets = new Set<Socket>()
  // undici cannot abort a request until its connection is open or has timed out.
  const connectTimeoutMs = Math.min(MAX_CONNECT_MS, options.requestTimeoutMs)
  const connect = trackSockets(undici.buildConnector({ timeout: connectTimeoutMs, ...VERIFY_CERTIFICATES }), sockets)
  const dispatcher = new undici.Agent({
    connections: maxConnections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // An AbortSignal is the deadline of the whole request, because undici's own timers are coarse.
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
      for (const socket of sockets) socket.destroy() // undici would wait for sockets that are still connecting
      await dispatcher.destroy()
    },
  }
}

// --- helpers, in order of use ---

/** Wraps `connect` so that `sockets` always contains its open sockets. */
function trackSockets(connect: buildConnector.connector, sockets: Set<Socket>): buildConnector.connector {
  return (options, callback) => {
    // buildConnector returns the socket, which undici's types omit.
    const socket: unknown = connect(options, callback)
    if (!isSocket(socket)) return
    detach(socket)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  }
}

/** Disables `ref`, because undici calls it for each request, and a hanging endpoint would then keep the application alive. */
function detach(socket: Socket): void {
  socket.unref()
  socket.ref = () => socket
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'unref' in value && 'ref' in value
}
