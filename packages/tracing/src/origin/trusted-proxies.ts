import { BlockList, isIP } from 'node:net'
import { ipAddress } from './ip-address'

/**
 * Proxies whose headers are trusted: all, none, as many as this number, or those with these addresses: `10.1.2.3`,
 * `10.0.0.0/8`, `loopback`, `linklocal` or `uniquelocal`.
 */
export type TrustProxy = boolean | number | string | readonly string[]

/** Returns whether the proxy with this address is trusted. `hop` is 0 for the one that connects to this process. */
export type TrustCheck = (address: string | undefined, hop: number) => boolean

/** Returns undefined for a value that is not a `TrustProxy`. */
export function parseTrustProxy(option: unknown): TrustCheck | undefined {
  if (typeof option === 'boolean') return () => option
  if (typeof option === 'number') return isCount(option) ? (_, hop) => hop < option : undefined
  const names = typeof option === 'string' ? option.split(',') : option
  if (!Array.isArray(names) || names.length === 0) return undefined
  const list = new BlockList()
  if (!names.flatMap(rangesOf).every((range) => addRange(list, range))) return undefined
  return (address) => address !== undefined && list.check(address, familyOf(address))
}

/** Returns the trusted proxies of these options. Undefined if the option is not set. */
export function trustCheckOf(options: { readonly trustProxy?: TrustProxy | undefined } = {}): TrustCheck | undefined {
  const { trustProxy } = options
  if (trustProxy === undefined) return undefined
  const key = typeof trustProxy === 'object' ? trustProxy : options
  const isTrusted = parsed.get(key) ?? parseTrustProxy(trustProxy) ?? parseTrustProxy(false)
  if (isTrusted !== undefined) parsed.set(key, isTrusted)
  return isTrusted
}

// --- helpers, in order of use ---

/** Parsed once per object: the options, or their array of addresses, are the same object for all requests. */
const parsed = new WeakMap<object, TrustCheck>()

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}

/** The same names as in Express and Fastify. */
const RANGES: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
])

function rangesOf(given: unknown): readonly unknown[] {
  const name = typeof given === 'string' ? given.trim() : given
  return RANGES.get(name) ?? [name]
}

/** Returns false if `range` is neither an address nor a range of addresses. */
function addRange(list: BlockList, range: unknown): boolean {
  const [network, prefix, ...rest] = typeof range === 'string' ? range.split('/') : []
  const address = ipAddress(network)
  if (address === undefined || rest.length > 0) return false
  const bits = isIP(address) === 4 ? 32 : 128
  const length = prefix === undefined ? bits : Number(prefix)
  if (prefix === '' || !isCount(length) || length > bits) return false
  list.addSubnet(address, length, familyOf(address))
  return true
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
