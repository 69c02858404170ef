import type { ProxyOptions } from '../options/telemetry-client-options'

/** The target of a connection, in undici's format. */
export interface Target {
  readonly protocol: string
  readonly hostname: string
  /** Empty for the default port of the protocol. */
  readonly port: string
}

/** Returns the proxy for `target`, or undefined if none is set or `noProxy` names the host. */
export function proxyFor(target: Target, proxy: ProxyOptions): URL | undefined {
  const url = target.protocol === 'https:' ? proxy.https : proxy.http
  if (url === undefined || isExempt(target, proxy.noProxy ?? '')) return undefined
  return new URL(url)
}

/** Returns `host:port`, with the default port written out. */
export function authority({ protocol, hostname, port }: Target): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname
  return `${host}:${port || (protocol === 'https:' ? '443' : '80')}`
}

// --- helpers, in order of use ---

/**
 * Returns whether `noProxy` names the target. As in curl, a name matches itself and its subdomains, a port restricts the
 * match, and `*` matches every host.
 */
function isExempt(target: Target, noProxy: string): boolean {
  const address = authority(target).toLowerCase()
  const host = address.slice(0, address.lastIndexOf(':'))
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, ''))
    .some(
      (entry) => entry !== '' && (entry === '*' || [host, address].some((name) => `.${name}`.endsWith(`.${entry}`))),
    )
}
