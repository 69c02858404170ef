import type { IncomingMessage } from 'node:http'
import { type Client, readUserAgent } from '../rows/user-agent'

/** What a request tells about its sender. Fills the columns for which its items have no tags. */
export interface Sender {
  /** The IP address. */
  readonly address: string
  /** The browser and its system. Null if the sender is a program: its HTTP library is no client of the application. */
  readonly client: Client
}

export function senderOf({ socket, headers }: IncomingMessage): Sender {
  const userAgent = headers['user-agent'] ?? ''
  return {
    // An IPv4 address has this prefix if the server listens on all addresses.
    address: (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, ''),
    client: readUserAgent(userAgent.startsWith('Mozilla/') ? userAgent : ''),
  }
}
