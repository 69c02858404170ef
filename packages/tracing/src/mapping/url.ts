import { type AttributeReader, type ReadAttributes, textOf } from './attribute'

/** By which attributes one end of a call goes, each name with its port. */
export type End = readonly (readonly [name: string, port?: string])[]

/** Who was asked, as the one who was asked says it. */
export const OWN_END: End = [
  ['server.address', 'server.port'],
  ['net.host.name', 'net.host.port'],
]

/** Who was asked, as the one who asks says it: `net.host.name` is that one itself. */
export const PEER_END: End = [
  ['server.address', 'server.port'],
  ['net.peer.name', 'net.peer.port'],
  ['peer.service'],
  ['net.peer.ip', 'net.peer.port'],
]

/** The URL of an HTTP span, put together where it is only there in parts. */
export function urlOf(attributes: ReadAttributes, end: End = OWN_END): string | undefined {
  const whole = textOf(attributes, 'url.full', 'http.url')
  if (whole !== undefined) return whole
  const path = pathOf(attributes)
  const host = hostOf(attributes, end)
  if (path === undefined || parsed(path) !== undefined) return path // asked of a proxy, the path is the whole URL
  const scheme = textOf(attributes, 'url.scheme', 'http.scheme') ?? 'http'
  // Secrets are looked for in URLs: what is none goes without its query.
  return host === undefined ? path.replace(/\?.*/s, '') : `${scheme}://${host}${path}`
}

/** The row has this URL, and so everything that only says a part of it again. Returns the URL where it is one. */
export function placeUrl(read: AttributeReader, text: string | undefined, end: End): URL | undefined {
  read.place(text, 'url.full', 'http.url', 'http.target', 'url.path')
  const url = text === undefined ? undefined : parsed(text)
  if (url === undefined) return undefined
  const { protocol, host, hostname, port, pathname, search } = url
  const scheme = protocol.slice(0, -1)
  read.place(scheme, 'url.scheme', 'http.scheme')
  read.place(host, 'http.host')
  placeEnd(read, hostname, port || DEFAULT_PORTS[scheme], end)
  read.place(pathname, 'url.path', 'http.target')
  read.place(`${pathname}${search}`, 'http.target')
  read.place(search, 'url.query')
  read.place(search.slice(1), 'url.query')
  return url
}

/** For a field of the row: `host` or `host:port`, without the port that the scheme has by itself. */
export function takeHost(read: AttributeReader, end: End): string | undefined {
  const host = hostOf(read.attributes, end)
  if (host === undefined) return undefined
  const [, name = host, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? []
  read.place(host, 'http.host')
  placeEnd(read, name, port, end)
  return host
}

// --- helpers, in order of use ---

/** Tried first by its beginning: parsing is what costs most in reading a span. */
function parsed(text: string): URL | undefined {
  return /^[a-z][a-z\d+.-]*:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined
}

function pathOf(attributes: ReadAttributes): string | undefined {
  const target = textOf(attributes, 'http.target')
  if (target !== undefined) return target
  const path = textOf(attributes, 'url.path')
  const query = textOf(attributes, 'url.query')
  return path === undefined || query === undefined ? path : `${path}?${query.replace(/^\?/, '')}`
}

function hostOf(attributes: ReadAttributes, end: End): string | undefined {
  const host = textOf(attributes, 'http.host')
  if (host !== undefined) return host
  const [nameKey, portKey] = end.find(([key]) => textOf(attributes, key) !== undefined) ?? []
  const address = nameKey && textOf(attributes, nameKey)
  if (address === undefined) return undefined
  const port = portKey && textOf(attributes, portKey)
  const name = /^[\da-f]*:.*:/i.test(address) ? `[${address}]` : address // an address of IPv6
  const scheme = textOf(attributes, 'url.scheme', 'http.scheme')
  return port === undefined || port === DEFAULT_PORTS[scheme ?? ''] ? name : `${name}:${port}`
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

function placeEnd(read: AttributeReader, name: string, port: string | undefined, end: End): void {
  for (const [nameKey, portKey] of end) {
    read.place(name, nameKey)
    read.place(name.replace(/^\[(.*)\]$/, '$1'), nameKey)
    if (portKey !== undefined) read.place(port, portKey)
  }
}
