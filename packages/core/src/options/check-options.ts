import { ConfigurationError } from '../errors'
import { nearestName } from './nearest-name'
import { OUR_NAMES, WITHOUT_COUNTERPART } from './opencensus-names'
import { OPTIONS, type OptionName } from './option-table'
import { isObject, kindOf } from './rules'

/**
 * Checks that every option is known and has a value that can work.
 *
 * @throws ConfigurationError for the first that does not: what was expected, what was got, how to fix it.
 */
export function checkOptions(user: object): void {
  checkOptionNames(user, [])
  for (const [name, value] of Object.entries(user)) {
    if (value !== undefined) OPTIONS[name as OptionName].rule(name, value)
  }
}

/** Options that an adapter cannot have, each with what to do instead. */
export type NoOptions = Readonly<Record<string, string>>

/**
 * Checks the names of an adapter's options: those of `TelemetryClient` and `more`, without `except`.
 *
 * @throws ConfigurationError for the first other name, with the advice of `except` or the nearest name; also if `options`
 * is not an object.
 */
export function checkOptionNames(options: object, more: readonly string[], except: NoOptions = {}): void {
  if (!isObject(options)) throw notAnObject(kindOf(options))
  const known = [...more, ...Object.keys(OPTIONS)].filter((name) => !Object.hasOwn(except, name))
  for (const name of Object.keys(options)) if (!known.includes(name)) throw unknownOption(name, known, except)
}

// --- helpers, in order of use ---

function notAnObject(got: string): ConfigurationError {
  return new ConfigurationError('options', `The options must be an object such as { connectionString }, got ${got}.`)
}

function unknownOption(name: string, known: readonly string[], except: NoOptions): ConfigurationError {
  if (name === '0') return notAnObject('a string or an array') // spread into an object by somebody
  if (Object.hasOwn(except, name)) return new ConfigurationError(name, `${name} is not an option here. ${except[name]}`)
  // Anything that does not look like a name may be a key or a connection string in the wrong place.
  const shown = /^\w{1,40}$/.test(name) ? name : 'One of the names'
  const ours = OUR_NAMES.get(name) ?? nearestName(name, known)
  const hint = ours === undefined ? `The options are ${known.join(', ')}.` : `Did you mean ${ours}?`
  const cure = WITHOUT_COUNTERPART.get(name) ?? hint
  return new ConfigurationError(shown === name ? name : 'options', `${shown} is not an option. ${cure}`)
}
