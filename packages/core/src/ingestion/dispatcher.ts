import type { Socket } from 'node:net'
import type { Agent, buildConnector } from 'undici'

type Undici = typeof import('undici')

/** The connections of one destination. None of them keeps the process alive. */
export interface Connections {
  readonly dispatcher: Agent
  /** Ends them all at once, those too that are still being made. */
  destroy(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 10_000

/** Shorter than any server's: a request on a connection that the server is just closing would fail. */
const KEEP_ALIVE_MS = 4_000

export function openConnections(undici: Undici, maxConnections: number): Connections {
  const connect = undici.buildConnector({ timeout: CONNECT_TIMEOUT_MS })
  const sockets = new Set<Socket>()
  const dispatcher = new undici.Agent({
    connections: maxConnections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The whole request has one deadline, its AbortSignal; undici's own timers are coarse.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options: buildConnector.Options, callback: buildConnector.Callback) => {
      // buildConnector returns the socket; undici's types leave that out.
      const socket: unknown = connect(options, callback)
      if (!isSocket(socket)) return
      keepsNothingAlive(socket)
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
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

/** undici refs a socket for the length of each request, so that an endpoint that hangs would hold the application. */
function keepsNothingAlive(socket: Socket): void {
  socket.unref()
  socket.ref = () => socket
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'unref' in value && 'ref' in value
}
