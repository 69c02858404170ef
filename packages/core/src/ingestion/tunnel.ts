import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import { DeliveryError } from '../errors'
import { describeFailure } from './failure'
import { authority } from './proxy'
import type { Undici } from './undici'
import { withoutTracing } from './without-tracing'

/**
 * Connects to `target` through a tunnel that `proxy` opens for us (CONNECT, RFC 9110 9.3.6), by the connections of
 * `connect`. undici's ProxyAgent does the same with sockets of its own, which would keep the application alive and
 * could not be ended while they are being made.
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
      const socket = duplex as Socket // that of `connect`; undici's types say less
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

/** A password with a bare % in it is meant as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
