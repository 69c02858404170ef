import { ConfigurationError } from '../errors'
import type { Counterpart } from './names-of-others'
import { nearestName } from './nearest-name'
import { OPTIONS, type OptionName } from './option-table'
import { isObject, kindOf } from './rules'

/**
 * Checks that every option is known and has a valid value.
 *
 * @throws ConfigurationError for the first unknown or invalid option.
 */
export function checkOptions(user: object): void {
  checkOptionNames(user, [])
  for (const [name, value] of Object.entries(user)) {
    if (value !== undefined) OPTIONS[name as OptionName].rule(name, value)
  }
}

/** Client options that an adapter does not accept, each with advice to append to the error message. */
export type RejectedOptions = Readonly<Record<string, string>>

/**
 * Checks the names of an adapter's options. Allows the options of `TelemetryClient` and `more`, except those in `except`.
 *
 * @throws ConfigurationError for the first name that is not allowed, with the advice from `except` or the nearest known
 * name, or if `options` is not an object.
 */
export function checkOptionNames(options: object, more: readonly string[], except: RejectedOptions = {}): void {
  if (!isObject(options)) throw notAnObject(kindOf(options))
  const known = [...more, ...Object.keys(OPTIONS)].filter((name) => !Object.hasOwn(except, name))
  for (const name of Object.keys(options)) if (!known.includes(name)) throw unknownOption(name, known, except)
}

// --- helpers, in order of use ---

function notAnObject(got: string): ConfigurationError {
  return new ConfigurationError('options', `The options must be an object such as { connectionString }, got ${got}.`)
}

function unknownOption(name: string, known: readonly string[], except: RejectedOptions): ConfigurationError {
  if (name === '0') return notAnObject('a string or an array') // an adapter has spread a string or an array into an object
  if (Object.hasOwn(except, name)) return new ConfigurationError(name, `${name} is not an option here. ${except[name]}`)
  // Do not show a string that does not look like a name: it may be a misplaced key or connection string.
  const shown = /^\w{1,40}$/.test(name) ? name : 'One of the names'
  const advice = adviceFor(name, known, except)
  return new ConfigurationError(shown === name ? name : 'options', `${shown} is not an option. ${advice}`)
}

/** Loaded on demand, because a program without a mistake does not need it. */
function counterpartOf(name: string): Counterpart | undefined {
  const names: typeof import('./names-of-others') = require('./names-of-others')
  return names.counterpartOf(name)
}

function adviceFor(name: string, known: readonly string[], except: RejectedOptions): string {
  const counterpart = counterpartOf(name)
  if (counterpart !== undefined && 'advice' in counterpart) return counterpart.advice
  const ours = counterpart?.option ?? nearestName(name, known)
  if (ours === undefined) return `The options are ${known.join(', ')}.`
  return except[ours] ?? `Did you mean ${ours}?`
}
