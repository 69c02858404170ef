import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Limits the connections of a server. At the limit, a new connection replaces the oldest one whose request is not complete, so
 * that clients that open connections and send nothing cannot lock others out. If all requests are complete and wait for their
 * responses, the new connection is closed.
 */
export function limitConnections(server: Server, max: number): void {
  /** The connections and their current requests, in the order in which they began to wait for a request. */
  const connections = new Map<Socket, IncomingMessage | undefined>()
  server.prependListener('connection', (socket: Socket) => {
    if (connections.size >= max) {
      const oldest = oldestIncomplete(connections)
      if (oldest === undefined) return void socket.destroy()
      connections.delete(oldest)
      oldest.destroy()
    }
    connections.set(socket, undefined)
    socket.once('close', () => connections.delete(socket))
  })
  server.prependListener('request', (request, response) => {
    const { socket } = request
    if (connections.has(socket)) connections.set(socket, request)
    response.once('close', () => {
      if (connections.delete(socket) && !socket.destroyed) connections.set(socket, undefined)
    })
  })
}

// --- helpers ---

function oldestIncomplete(connections: ReadonlyMap<Socket, IncomingMessage | undefined>): Socket | undefined {
  for (const [socket, request] of connections) if (request?.complete !== true) return socket
  return undefined
}
