import type { Socket } from 'node:net'
import type { Agent, buildConnector } from 'undici'

type Undici = typeof import('undici')

const CONNECT_TIMEOUT_MS = 10_000

/** Shorter than any server's: a request on a connection that the server is just closing would fail. */
const KEEP_ALIVE_MS = 4_000

/** The connections of one destination. None of them keeps the process alive. */
export function createDispatcher(undici: Undici, connections: number): Agent {
  const connect = undici.buildConnector({ timeout: CONNECT_TIMEOUT_MS })
  return new undici.Agent({
    connections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The whole request has one deadline, its AbortSignal; undici's own timers are coarse.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options: buildConnector.Options, callback: buildConnector.Callback) => {
      // buildConnector returns the socket; undici's types leave that out.
      const socket: unknown = connect(options, callback)
      if (isSocket(socket)) keepsNothingAlive(socket)
    },
  })
}

/** undici refs a socket for the length of each request, so that an endpoint that hangs would hold the application. */
function keepsNothingAlive(socket: Socket): void {
  socket.unref()
  socket.ref = () => socket
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'unref' in value && 'ref' in value
}
