import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'
import type { Target } from '../../ingestion/proxy'
import { openTunnel } from '../../ingestion/tunnel'
import { loadUndici } from '../../ingestion/undici'
import { within } from './deadline'

/** Opens a connection as requests do, through the proxy if there is one. Always verifies TLS certificates. */
export function openSocket(host: Target, proxy: URL | undefined, limitMs: number): Promise<Socket> {
  const undici = loadUndici()
  const connect = undici.buildConnector({ timeout: limitMs, rejectUnauthorized: true })
  const opened = new Promise<Socket>((resolve, reject) => {
    const callback: buildConnector.Callback = (...[error, socket]) => {
      if (error === null) resolve(socket)
      else reject(error)
    }
    if (proxy === undefined) connect({ ...host }, callback)
    else openTunnel(undici, proxy, connect, { ...host }, limitMs, callback)
  })
  return within(limitMs, opened)
}
