import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import { DeliveryError } from '../errors'
import { describeFailure } from './failure'
import { authority } from './proxy'
import type { Undici } from './undici'
import { withoutTracing } from './without-tracing'

/**
 * Connects to `target` through a tunnel of `proxy` (CONNECT, RFC 9110 9.3.6) over a socket that `connect` opens. undici's
 * ProxyAgent creates its own sockets, which would keep the application alive and could not be closed while connecting.
 */
export function openTunnel(
  undici: Undici,
  proxy: URL,
  connect: buildConnector.connector,
  target: buildConnector.Options,
  timeoutMs: number,
  callback: buildConnector.Callback,
): void {
  const client = new undici.Client(proxy.origin, { connect })
  const fail = (reason: string) => callback(new DeliveryError(reason), null)
  const headers = { ...basicAuthorization(proxy), host: authority(target) }
  const tunnel = withoutTracing(() =>
    client.connect({ path: authority(target), headers, signal: AbortSignal.timeout(timeoutMs) }),
  )
  tunnel.then(
    ({ statusCode, socket: duplex }) => {
      const socket = duplex as Socket // the socket that `connect` opened, which undici types as a Duplex
      if (statusCode < 200 || statusCode >= 300) {
        socket.destroy()
        return fail(`the proxy answered status ${statusCode}`)
      }
      if (target.protocol === 'https:') return connect({ ...target, httpSocket: socket }, callback)
      callback(null, socket)
    },
    (error) => fail(`the proxy cannot be reached: ${describeFailure(error)}`),
  )
}

// --- helpers, in order of use ---

function basicAuthorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {}
  const pair = `${decoded(username)}:${decoded(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** Decodes a user or password. Returns it unchanged if it contains an unescaped `%`. */
function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
