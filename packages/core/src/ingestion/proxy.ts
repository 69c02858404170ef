import type { ProxyOptions } from '../options/telemetry-client-options'

/** Whom a connection is for, as undici tells it. */
export interface Target {
  readonly protocol: string
  readonly hostname: string
  /** Empty where it is the scheme's own. */
  readonly port: string
}

/** The proxy on the way to `target`; undefined where there is none, or `noProxy` names the host. */
export function proxyFor(target: Target, proxy: ProxyOptions): URL | undefined {
  const url = target.protocol === 'https:' ? proxy.https : proxy.http
  if (url === undefined || isExempt(target, proxy.noProxy ?? '')) return undefined
  return new URL(url)
}

/** `host:port`, the port always named. */
export function authority({ protocol, hostname, port }: Target): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname
  return `${host}:${port || (protocol === 'https:' ? '443' : '80')}`
}

// --- helpers, in order of use ---

/** The custom of curl: names stand for themselves and what is under them, a port narrows, `*` is everything. */
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
