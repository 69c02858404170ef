import { type AttributeReader, firstString, type ReadAttributes } from './attribute'

/** The keys of the attributes that hold the address of one end of a call: the name and, optionally, its port. */
export type AddressKeys = readonly (readonly [name: string, port?: string])[]

/** The called server's address in a server span. */
export const OWN_ADDRESS: AddressKeys = [
  ['server.address', 'server.port'],
  ['net.host.name', 'net.host.port'],
]

/** The called server's address in a client span, where `net.host.name` is the client itself. */
export const PEER_ADDRESS: AddressKeys = [
  ['server.address', 'server.port'],
  ['net.peer.name', 'net.peer.port'],
  ['peer.address'],
  ['service.peer.name'],
  ['peer.service'],
  ['network.peer.address', 'network.peer.port'],
  ['net.peer.ip', 'net.peer.port'],
]

/** Returns the URL of an HTTP span. Builds it from its parts if the span does not have the full URL. */
export function urlOf(attributes: ReadAttributes, address: AddressKeys = OWN_ADDRESS): string | undefined {
  const whole = firstString(attributes, 'url.full', 'http.url')
  if (whole !== undefined) return whole
  const path = pathOf(attributes)
  const host = hostOf(attributes, address)
  if (path === undefined || parse(path) !== undefined) return path // a request to a proxy has the full URL as its path
  const scheme = firstString(attributes, 'url.scheme', 'http.scheme') ?? 'http'
  // Redaction recognizes only URLs. Without a host the result is not a URL, so the
  // query, which may contain secrets, is removed.
  return host === undefined ? path.replace(/\?.*/s, '') : `${scheme}://${host}${path}`
}

/** Marks the attributes that are part of the row's URL. Returns the parsed URL, or undefined if it is not a URL. */
export function markUrlUsed(
  read: AttributeReader,
  urlString: string | undefined,
  address: AddressKeys,
): URL | undefined {
  read.markUsed(urlString, 'url.full', 'http.url', 'http.target', 'url.path')
  const url = urlString === undefined ? undefined : parse(urlString)
  if (url === undefined) return undefined
  const { protocol, host, hostname, port, pathname, search } = url
  const scheme = protocol.slice(0, -1)
  read.markUsed(scheme, 'url.scheme', 'http.scheme')
  read.markUsed(host, 'http.host')
  markAddressUsed(read, hostname, port || DEFAULT_PORTS[scheme], address)
  read.markUsed(pathname, 'url.path', 'http.target')
  read.markUsed(`${pathname}${search}`, 'http.target')
  read.markUsed(search, 'url.query')
  read.markUsed(search.slice(1), 'url.query')
  return url
}

/** Returns `host:port`, or `host` if the port is the scheme's default or one of `defaultPorts`, and marks both as used. */
export function takeHost(
  read: AttributeReader,
  address: AddressKeys,
  defaultPorts: readonly number[] = [],
): string | undefined {
  const host = hostOf(read.attributes, address)
  if (host === undefined) return undefined
  const [, name = host, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? []
  read.markUsed(host, 'http.host')
  markAddressUsed(read, name, port, address)
  return defaultPorts.includes(Number(port)) ? name : host
}

// --- helpers, in order of use ---

/**
 * Checks for a scheme first, because parsing is the most expensive step of mapping a span. A host of more than 1,024
 * characters is not parsed: a DNS name has at most 253, and the conversion to ASCII of a long one takes 0.4 ms.
 */
function parse(url: string): URL | undefined {
  const isCandidate = /^[a-z][a-z\d+.-]*:/i.test(url) && !/^[^:]*:[/\\]*[^/\\?#]{1025}/.test(url)
  return isCandidate && URL.canParse(url) ? new URL(url) : undefined
}

function pathOf(attributes: ReadAttributes): string | undefined {
  const target = firstString(attributes, 'http.target')
  if (target !== undefined) return target
  const path = firstString(attributes, 'url.path')
  const query = firstString(attributes, 'url.query')
  return path === undefined || query === undefined ? path : `${path}?${query.replace(/^\?/, '')}`
}

function hostOf(attributes: ReadAttributes, keys: AddressKeys): string | undefined {
  const host = firstString(attributes, 'http.host')
  if (host !== undefined) return host
  const [nameKey, portKey] = keys.find(([key]) => firstString(attributes, key) !== undefined) ?? []
  const address = nameKey && bareAddress(firstString(attributes, nameKey))
  if (address === undefined) return undefined
  const port = portKey && firstString(attributes, portKey)
  const name = /^[\da-f]*:.*:/i.test(address) ? `[${address}]` : address // IPv6
  const scheme = firstString(attributes, 'url.scheme', 'http.scheme')
  return port === undefined || port === DEFAULT_PORTS[scheme ?? ''] ? name : `${name}:${port}`
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** Azure's SDKs of before 2022 end an address with a slash, and some begin it with a scheme. */
function bareAddress(address: string | undefined): string | undefined {
  return address?.replace(/^[a-z][a-z\d+.-]*:\/\//i, '').replace(/\/$/, '')
}

function markAddressUsed(read: AttributeReader, name: string, port: string | undefined, keys: AddressKeys): void {
  const addresses = [name, name.replace(/^\[(.*)\]$/, '$1'), `${name}:${port}`]
  for (const [nameKey, portKey] of keys) {
    const address = firstString(read.attributes, nameKey)
    if (addresses.includes(bareAddress(address) ?? '')) read.markUsed(address, nameKey)
    if (portKey !== undefined) read.markUsed(port, portKey)
  }
}
