import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { peerOf } from './peer'

/**
 * Limits the connections of a server. At the limit, a new connection replaces the oldest one whose request is not complete, so
 * that clients that open connections and send nothing cannot lock others out. If all requests are complete and wait for their
 * responses, the new connection is closed. So is a connection with too many requests that wait for their responses: Node has
 * no limit for them.
 */
export function limitConnections(server: Server, max: number): void {
  /** The connections by peer, in the order in which they began to wait for a request. */
  const connections = new Map<string, Connection>()
  server.prependListener('connection', (socket: Socket) => {
    if (connections.size >= max) {
      const oldest = oldestIncomplete(connections)
      if (oldest === undefined) return void socket.destroy()
      connections.delete(oldest.peer)
      oldest.socket.destroy()
    }
    const connection: Connection = { peer: peerOf(socket), socket, waiting: 0 }
    connections.set(connection.peer, connection)
    socket.once('close', () => remove(connection))
  })
  server.prependListener('request', (request, response) => {
    // The socket of a request is the encrypted one if the connection uses TLS.
    const connection = connections.get(peerOf(request.socket))
    if (connection === undefined) return
    connection.request = request
    connection.waiting++
    if (connection.waiting > MAX_WAITING) return void request.socket.destroy()
    response.once('close', () => {
      connection.waiting--
      if (!remove(connection) || connection.socket.destroyed) return
      connection.request = undefined
      connections.set(connection.peer, connection)
    })
  })

  function remove(connection: Connection): boolean {
    return connections.get(connection.peer) === connection && connections.delete(connection.peer)
  }
}

// --- helpers ---

/** Browsers and Node's fetch send the next request after the response. */
const MAX_WAITING = 32

interface Connection {
  readonly peer: string
  readonly socket: Socket
  /** The number of requests that wait for their responses. */
  waiting: number
  /** The newest request. */
  request?: IncomingMessage | undefined
}

function oldestIncomplete(connections: ReadonlyMap<string, Connection>): Connection | undefined {
  for (const connection of connections.values()) if (connection.request?.complete !== true) return connection
  return undefined
}
