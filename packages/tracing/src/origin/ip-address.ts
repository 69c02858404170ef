import { isIP } from 'node:net'

/**
 * Returns an IP address without port, brackets, quotes and zone, and an IPv4 address without its IPv6 prefix. Returns undefined
 * if it is not an IP address.
 */
export function ipAddress(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MAX_LENGTH) return undefined
  const bare = text.trim().replace(/^"(.*)"$/, '$1')
  const host = /^\[(.*)\](?::\d+)?$/.exec(bare)?.[1] ?? bare.replace(/^([\d.]+):\d+$/, '$1')
  const address = host.replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/i, '')
  return isIP(address) === 0 ? undefined : address
}

// --- helpers ---

/** The longest address with brackets, zone and port has about 70 characters. */
const MAX_LENGTH = 100
