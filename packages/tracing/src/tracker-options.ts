import { ConfigurationError } from '@azmon/core'
import { nearestName } from '@azmon/core/adapter'
import type { IncomingOptions } from './incoming-options'
import type { OutgoingOptions } from './outgoing-calls'

/** @throws ConfigurationError for the first option that nobody knows, or that cannot work. */
export function checkIncomingOptions(options: IncomingOptions): void {
  check('incoming', options, INCOMING)
}

/** @throws ConfigurationError for the first option that nobody knows, or that cannot work. */
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

/** A mistake found only when a request comes would be in every request, or nowhere to be seen. */
function check(of: string, options: object, kinds: Readonly<Record<string, Kind>>): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind === undefined) throw unknown(of, name, Object.keys(kinds))
    if (value === undefined || (kind === 'rules' ? isRules(value) : typeof value === 'function')) continue
    const cure = kind === 'rules' ? "a list, such as ['/health', /^\\/static\\//]" : 'a function'
    throw new ConfigurationError(name, `${name} of ${of} must be ${cure}, got ${typeof value}.`)
  }
}

function unknown(of: string, name: string, known: readonly string[]): ConfigurationError {
  const nearest = nearestName(name, known)
  const cure = nearest === undefined ? `The options are ${known.join(', ')}.` : `Did you mean ${nearest}?`
  return new ConfigurationError(name, `${name} is not an option of ${of}. ${cure}`)
}

function isRules(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((rule) => typeof rule === 'string' || typeof rule === 'function' || rule instanceof RegExp)
  )
}
