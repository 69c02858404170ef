import { isLoopback } from '../options/endpoint'

/** The maximum number of consecutive redirects. More are a loop. */
export const MAX_HOPS = 3

/** The maximum length of a location, because the time to parse a URL may grow faster than its length. */
const MAX_LOCATION = 2_048

/**
 * Returns the target of a 307 or 308 from `current`, or undefined if the redirect must not be followed. Telemetry is sent only
 * to the configured host or to another stamp of the same cloud. `isSigned` requests do not change the port on this machine,
 * because another user may have opened the other port, and would get the token.
 */
export function trustedRedirect(
  configured: URL,
  current: URL,
  location: string | undefined,
  isSigned: boolean,
): URL | undefined {
  if (location === undefined || location.length > MAX_LOCATION) return undefined
  if (!URL.canParse(location, current.href)) return undefined
  const target = new URL(location, current)
  if (target.username !== '' || target.password !== '') return undefined
  return isTrusted(configured, target, isSigned) ? target : undefined
}

// --- helpers, in order of use ---

function isTrusted(configured: URL, target: URL, isSigned: boolean): boolean {
  if (target.origin === configured.origin) return true
  if (isLoopback(configured.hostname)) {
    return isLoopback(target.hostname) && /^https?:$/.test(target.protocol) && !isSigned
  }
  if (target.protocol !== 'https:' || target.port !== '') return false
  return target.hostname === configured.hostname || isSameCloud(configured.hostname, target.hostname)
}

/**
 * Domains in which only the service itself owns hosts.
 * @see https://learn.microsoft.com/azure/azure-monitor/fundamentals/azure-monitor-network-access
 */
const CLOUDS: readonly (readonly string[])[] = [
  ['.applicationinsights.azure.com', '.monitor.azure.com', '.services.visualstudio.com'],
  ['.applicationinsights.us', '.applicationinsights.azure.us', '.monitor.azure.us'],
  ['.applicationinsights.azure.cn', '.monitor.azure.cn'],
]

function isSameCloud(a: string, b: string): boolean {
  return CLOUDS.some((suffixes) => [a, b].every((host) => suffixes.some((suffix) => host.endsWith(suffix))))
}
