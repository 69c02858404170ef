import { ConfigurationError } from '@azmon/core'
import { nearestName, typeName } from '@azmon/core/adapter'
import type { IncomingOptions } from './incoming-options'
import type { OutgoingOptions } from './outgoing-calls'

/** @throws ConfigurationError for the first option that is unknown or invalid. */
export function checkIncomingOptions(options: IncomingOptions): void {
  check('incoming', options, INCOMING)
}

/** @throws ConfigurationError for the first option that is unknown or invalid. */
export function checkOutgoingOptions(options: OutgoingOptions): void {
  check('outgoing', options, OUTGOING)
}

// --- helpers, in order of use ---

type Kind = 'rules' | 'function'

const INCOMING: Readonly<Record<keyof IncomingOptions, Kind>> = {
  ignore: 'rules',
  routeOf: 'function',
  isSuccess: 'function',
  user: 'function',
  session: 'function',
  clientIp: 'function',
}

const OUTGOING: Readonly<Record<keyof OutgoingOptions, Kind>> = { ignore: 'rules' }

/**
 * Options are checked up front: a mistake found only when a request arrives would repeat with every request or go unnoticed.
 */
function check(owner: string, options: object, kinds: Readonly<Record<string, Kind>>): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind === undefined) throw unknownOption(owner, name, Object.keys(kinds))
    if (value === undefined || (kind === 'rules' ? isRules(value) : typeof value === 'function')) continue
    const expected = kind === 'rules' ? "an array of rules, such as ['/health', /^\\/static\\//]" : 'a function'
    throw new ConfigurationError(name, `${owner}.${name} must be ${expected}, got ${typeName(value)}.`)
  }
}

function unknownOption(owner: string, name: string, known: readonly string[]): ConfigurationError {
  const nearest = nearestName(name, known)
  const fix = nearest === undefined ? `The options are ${known.join(', ')}.` : `Did you mean ${nearest}?`
  return new ConfigurationError(name, `${name} is not an option of ${owner}. ${fix}`)
}

function isRules(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((rule) => typeof rule === 'string' || typeof rule === 'function' || rule instanceof RegExp)
  )
}
