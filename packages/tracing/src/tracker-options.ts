import { ConfigurationError } from '@azmon/core'
import { nearestName, typeName } from '@azmon/core/adapter'
import type { IncomingOptions } from './incoming-options'
import { parseTrustProxy } from './origin/trusted-proxies'
import type { OutgoingOptions } from './outgoing/outgoing-options'

/**
 * Returns `options` itself. The type parameter is lost, because only the application knows which type of request its functions
 * receive.
 * @throws ConfigurationError for the first option that is unknown or invalid.
 */
export function checkIncomingOptions<Req>(options: IncomingOptions<Req>): IncomingOptions {
  check('incoming', options, INCOMING)
  return options as IncomingOptions<unknown> as IncomingOptions
}

/** @throws ConfigurationError for the first option that is unknown or invalid. */
export function checkOutgoingOptions(options: OutgoingOptions): void {
  check('outgoing', options, OUTGOING)
}

// --- helpers, in order of use ---

interface Kind {
  readonly isValid: (value: unknown) => boolean
  readonly expected: string
}

const FUNCTION: Kind = { isValid: (value) => typeof value === 'function', expected: 'a function' }
const PATHS: Kind = { isValid: isRules, expected: "an array of rules, such as ['/health', /^\\/static\\//]" }
const URLS: Kind = { isValid: isRules, expected: "an array of rules, such as ['pay.example', /^https:/]" }
const URLS_OR_ONE: Kind = {
  isValid: (value) => isRule(value) || isRules(value),
  expected: "a rule or an array of rules, such as ['*.internal', /^https:/]",
}
const PROXIES: Kind = {
  isValid: (value) => parseTrustProxy(value) !== undefined,
  expected: "true, false, a number of proxies, or their addresses, such as ['10.0.0.0/8', 'loopback']",
}

const INCOMING: Readonly<Record<keyof IncomingOptions, Kind>> = {
  ignore: PATHS,
  routeOf: FUNCTION,
  isSuccess: FUNCTION,
  user: FUNCTION,
  session: FUNCTION,
  clientIp: FUNCTION,
  trustProxy: PROXIES,
}

const OUTGOING: Readonly<Record<keyof OutgoingOptions, Kind>> = { ignore: URLS, propagateTo: URLS_OR_ONE }

/**
 * Options are checked up front: a mistake found only when a request arrives would repeat with every request or go unnoticed.
 */
function check(owner: string, options: object, kinds: Readonly<Record<string, Kind>>): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind === undefined) throw unknownOption(owner, name, Object.keys(kinds))
    if (value === undefined || kind.isValid(value)) continue
    throw new ConfigurationError(name, `${owner}.${name} must be ${kind.expected}, got ${typeName(value)}.`)
  }
}

function unknownOption(owner: string, name: string, known: readonly string[]): ConfigurationError {
  const nearest = nearestName(name, known)
  const fix = nearest === undefined ? `The options are ${known.join(', ')}.` : `Did you mean ${nearest}?`
  return new ConfigurationError(name, `${name} is not an option of ${owner}. ${fix}`)
}

function isRules(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRule)
}

function isRule(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'function' || value instanceof RegExp
}
