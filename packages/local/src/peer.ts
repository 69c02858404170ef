import type { Socket } from 'node:net'

/**
 * Returns the address and port of the other end of a connection. No two open connections of a server have the same, and the
 * encrypted socket of a TLS connection has that of the socket below it.
 */
export function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
