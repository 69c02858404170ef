import { randomBytes, randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { INSTRUMENTATION_KEY } from './connection-string'
import { LocalError } from './errors'

/** Options that restrict sending and reading. */
export interface AccessOptions {
  /**
   * Listen on this address instead of loopback: `'0.0.0.0'` for all. Then only the keys in `instrumentationKeys` may send, and
   * the page needs the `token`. @default 127.0.0.1 and ::1
   */
  readonly host?: string | undefined
  /** Names by which other machines and containers reach it, such as `host.docker.internal`. @default none */
  readonly allowHosts?: readonly string[] | undefined
  /** The keys whose items are accepted. @default any key; with `host` a random one */
  readonly instrumentationKeys?: readonly string[] | undefined
  /**
   * The token that readers must send: `?token=…` once in the browser, or `Authorization: Bearer …`. @default none; with `host`
   * or `source` a random one
   */
  readonly token?: string | undefined
}

/** The resolved options: the address to listen on, and the keys and token that clients need. */
export interface Access {
  /** Undefined for loopback. */
  readonly host: string | undefined
  readonly allowHosts: readonly string[]
  /** In lower case. Undefined if any key is accepted. */
  readonly instrumentationKeys: readonly string[] | undefined
  /** Undefined if everybody may read who can connect. */
  readonly token: string | undefined
}

/**
 * @param isPrivate whether readers need a token although it listens on loopback only
 * @throws LocalError `AZMON_LOCAL_OPTION` if an option is invalid.
 */
export function resolveAccess(options: AccessOptions, isPrivate = false): Access {
  const { host, allowHosts = [], instrumentationKeys, token } = options
  if (host !== undefined && isIP(host) === 0)
    throw invalid('host (--host)', 'an IP address, such as 0.0.0.0 or 192.168.0.7')
  if (!allowHosts.every((name) => HOST_NAME.test(name)))
    throw invalid('allowHosts (--allow-host)', 'names of hosts, without a port')
  if (instrumentationKeys?.length === 0 || instrumentationKeys?.every(isInstrumentationKey) === false) {
    throw invalid('instrumentationKeys (--ikey)', 'GUIDs')
  }
  if (token !== undefined && !TOKEN.test(token)) {
    throw invalid('token (--token)', `at least ${MIN_TOKEN_LENGTH} letters, digits, - or _`)
  }
  const isOpen = host !== undefined
  return {
    host,
    allowHosts: allowHosts.map((name) => name.toLowerCase()),
    instrumentationKeys: (instrumentationKeys ?? (isOpen ? [randomUUID()] : undefined))?.map((key) =>
      key.toLowerCase(),
    ),
    token: token ?? (isOpen || isPrivate ? randomBytes(16).toString('hex') : undefined),
  }
}

/** Returns the names and addresses by which clients reach it. */
export function namesOf({ host, allowHosts }: Access): readonly string[] {
  const isOneAddress = host !== undefined && host !== '0.0.0.0' && host !== '::'
  return [...new Set(['localhost', '127.0.0.1', '::1', ...(isOneAddress ? [host] : []), ...allowHosts])]
}

/** Returns whether items with this key are accepted. */
export function acceptsKey({ instrumentationKeys }: Access, key: string): boolean {
  return instrumentationKeys?.includes(key.toLowerCase()) ?? true
}

export function isInstrumentationKey(text: string): boolean {
  return GUID.test(text)
}

/** Returns the key for the printed connection string. */
export function keyOf({ instrumentationKeys: [key = INSTRUMENTATION_KEY] = [] }: Access): string {
  return key
}

// --- helpers ---

const HOST_NAME = /^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/i
const GUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i
const MIN_TOKEN_LENGTH = 16
const TOKEN = new RegExp(`^[\\w-]{${MIN_TOKEN_LENGTH},200}$`)

/** Does not repeat the value, which may be a secret. */
function invalid(option: string, expected: string): LocalError {
  return new LocalError('AZMON_LOCAL_OPTION', `${option} must be ${expected}.`)
}
