import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { peerOf } from '../peer'
import type { TlsIdentity } from './tls-identity'

/** The time from the connection until the first byte of HTTP, or the end of the TLS handshake. */
const START_TIMEOUT_MS = 5_000

/** The connections of a server of which it is not known yet that they use HTTP. */
export interface StartingConnections {
  /** Closes them. Node's `closeAllConnections` does not know them. */
  closeAll(): void
}

/**
 * Makes an HTTP server accept TLS, too, on the same port: the first byte of a connection tells which one the client uses.
 * All limits of the HTTP server apply to both.
 */
export function acceptTls(server: Server, identity: TlsIdentity): StartingConnections {
  const starting = new Map<string, { readonly socket: Socket; readonly deadline: NodeJS.Timeout }>()
  // Node's own listener, which reads HTTP from a connection.
  const [readHttp] = server.listeners('connection')
  server.removeAllListeners('connection')
  let tls: ReturnType<typeof createServer> | undefined

  server.on('connection', (socket: Socket) => {
    if (socket.destroyed) return // by the limit of connections
    const peer = peerOf(socket)
    const deadline = setTimeout(() => socket.destroy(), START_TIMEOUT_MS).unref()
    starting.set(peer, { socket, deadline })
    socket.once('close', () => endWait(peer, socket))
    socket.on('error', () => {}) // a reset connection is closed anyway
    socket.once('data', (bytes: Buffer) => {
      socket.pause()
      socket.unshift(bytes)
      if (bytes[0] === TLS_HANDSHAKE) {
        tls ??= tlsServer()
        tls.emit('connection', socket)
      } else {
        endWait(peer, socket)
        readHttp?.call(server, socket)
      }
      process.nextTick(() => socket.resume())
    })
  })
  return { closeAll: () => starting.forEach(({ socket }) => void socket.destroy()) }

  /** Made for the first client, because most programs use HTTP. */
  function tlsServer() {
    const created = createServer({ key: identity.key, cert: identity.certificate, ALPNProtocols: ['http/1.1'] })
    created.on('secureConnection', (socket: TLSSocket) => {
      endWait(peerOf(socket))
      readHttp?.call(server, socket)
    })
    created.on('tlsClientError', (_, socket) => void socket.destroy())
    return created
  }

  /** The connection has started to use HTTP, or is closed. */
  function endWait(peer: string, socket = starting.get(peer)?.socket): void {
    const found = starting.get(peer)
    if (found === undefined || found.socket !== socket) return
    clearTimeout(found.deadline)
    starting.delete(peer)
  }
}

// --- helpers ---

/** The type of the first record of every TLS connection. No HTTP method starts with it. */
const TLS_HANDSHAKE = 0x16
