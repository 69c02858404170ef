import { ConfigurationError } from '../errors'

/** The hosts to which an endpoint may use http: this machine only, or also those of a private network. */
export type HttpHosts = 'loopback' | 'private'

/**
 * Normalizes an endpoint to its origin and path without a trailing slash.
 * @throws ConfigurationError if it is not a plain URL, or if it uses http to a host for which that is not allowed, because
 * telemetry would be sent unencrypted.
 */
export function readEndpoint(field: string, value: string, httpHosts: HttpHosts): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ConfigurationError(
      field,
      `${field} must be a URL that begins with https://, got a string of ${value.length} characters that is not one.`,
    )
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigurationError(
      field,
      `${field} must be a plain URL. Remove the user, password, query and fragment from it.`,
    )
  }
  if (url.protocol === 'http:' && !mayUseHttp(url.hostname, httpHosts)) {
    throw new ConfigurationError(
      field,
      `${field} must use https://, because it is not on this machine. http:// is allowed for 127.0.0.1, [::1] and localhost${isPrivate(url.hostname) ? AND_PRIVATE : '.'}`,
    )
  }
  return url.origin + withoutTrailingSlashes(url.pathname)
}

/** Returns whether the host name of a URL refers to this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

// --- helpers, in order of use ---

function mayUseHttp(hostname: string, httpHosts: HttpHosts): boolean {
  return isLoopback(hostname) || (httpHosts === 'private' && isPrivate(hostname))
}

const AND_PRIVATE =
  ', and for hosts of a private network, such as host.docker.internal, with allowPrivateHttp: true or AZMON_ALLOW_PRIVATE_HTTP=1, if there is no credential.'

/** Returns whether the host name of a URL cannot be that of a host on the internet. */
function isPrivate(hostname: string): boolean {
  if (hostname.startsWith('[')) return PRIVATE_IPV6.test(hostname)
  if (/^[\d.]+$/.test(hostname)) return PRIVATE_IPV4.test(hostname)
  const name = hostname.replace(/\.$/, '')
  return !name.includes('.') || PRIVATE_DOMAIN.test(name)
}

/** @see RFC 1918 and RFC 3927 */
const PRIVATE_IPV4 = /^(?:10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./

/** Unique local and link-local addresses. @see RFC 4193 and RFC 4291 */
const PRIVATE_IPV6 = /^\[f(?:[cd][\da-f]{2}|e[89ab][\da-f]):/

/** @see RFC 6761, RFC 6762, RFC 8375, the ICANN resolution of 2024 on .internal, and the cluster domain of Kubernetes */
const PRIVATE_DOMAIN = /\.(?:internal|local|localhost|lan|home\.arpa|test|svc)$/

function withoutTrailingSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end--
  return path.slice(0, end)
}
