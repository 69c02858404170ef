import { isLoopback } from '../options/connection-string'

/** More hops than this are a circle. */
export const MAX_HOPS = 3

/** Reading a URL can take time that grows faster than its length. */
const MAX_LOCATION = 2_048

/**
 * Where a 307 or 308 from `current` leads, if it may be followed: telemetry and tokens go to the host that was
 * configured, or to another stamp of the same cloud, and nowhere else.
 */
export function trustedRedirect(configured: URL, current: URL, location: string | undefined): URL | undefined {
  if (location === undefined || location.length > MAX_LOCATION) return undefined
  if (!URL.canParse(location, current.href)) return undefined
  const target = new URL(location, current)
  if (target.username !== '' || target.password !== '') return undefined
  return isTrusted(configured, target) ? target : undefined
}

// --- helpers, in order of use ---

function isTrusted(configured: URL, target: URL): boolean {
  if (target.origin === configured.origin) return true
  if (isLoopback(configured.hostname)) return isLoopback(target.hostname) && /^https?:$/.test(target.protocol)
  if (target.protocol !== 'https:' || target.port !== '') return false
  return target.hostname === configured.hostname || isSameCloud(configured.hostname, target.hostname)
}

/** Under these names only the service itself answers. @see https://learn.microsoft.com/azure/azure-monitor/fundamentals/azure-monitor-network-access */
const CLOUDS: readonly (readonly string[])[] = [
  ['.applicationinsights.azure.com', '.monitor.azure.com', '.services.visualstudio.com'],
  ['.applicationinsights.us', '.applicationinsights.azure.us', '.monitor.azure.us'],
  ['.applicationinsights.azure.cn', '.monitor.azure.cn'],
]

function isSameCloud(a: string, b: string): boolean {
  return CLOUDS.some((suffixes) => [a, b].every((host) => suffixes.some((suffix) => host.endsWith(suffix))))
}
