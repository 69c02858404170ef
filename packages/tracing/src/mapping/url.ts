import type { Attributes } from '@opentelemetry/api'
import { textOf } from './attribute'

/** The URL of an HTTP span, put together where it is only there in parts. */
export function urlOf(attributes: Readonly<Attributes>): string | undefined {
  const whole = textOf(attributes, 'url.full', 'http.url')
  if (whole !== undefined) return whole
  const path = pathOf(attributes)
  const host = hostOf(attributes)
  if (path === undefined || URL.canParse(path)) return path // asked of a proxy, the path is the whole URL
  const scheme = textOf(attributes, 'url.scheme', 'http.scheme') ?? 'http'
  // Secrets are looked for in URLs: what is none goes without its query.
  return host === undefined ? path.replace(/\?.*/s, '') : `${scheme}://${host}${path}`
}

/** `host` or `host:port`, without the port that the scheme has by itself. */
export function hostOf(attributes: Readonly<Attributes>): string | undefined {
  const host = textOf(attributes, 'http.host')
  if (host !== undefined) return host
  const name = textOf(attributes, 'server.address', 'net.host.name', 'net.peer.name', 'peer.service', 'net.peer.ip')
  const port = textOf(attributes, 'server.port', 'net.host.port', 'net.peer.port')
  if (name === undefined || port === undefined) return name
  const scheme = textOf(attributes, 'url.scheme', 'http.scheme')
  return port === DEFAULT_PORTS[scheme ?? ''] ? name : `${name}:${port}`
}

// --- helpers ---

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

function pathOf(attributes: Readonly<Attributes>): string | undefined {
  const target = textOf(attributes, 'http.target')
  if (target !== undefined) return target
  const path = textOf(attributes, 'url.path')
  const query = textOf(attributes, 'url.query')
  return path === undefined || query === undefined ? path : `${path}?${query.replace(/^\?/, '')}`
}
