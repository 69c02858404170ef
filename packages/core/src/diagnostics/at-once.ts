import { isThenable } from '../call-safely'
import { warnOnce } from './warnings'

/**
 * Returns what a function of the application has returned, unless that is a promise. A promise comes too late: `otherwise`
 * takes its place, its rejection is caught, and one warning says so for each `name`.
 *
 * @example
 * atOnce('ignore', rule(request), false)
 */
export function atOnce<T>(name: string, value: T, otherwise: T): T {
  if (!isThenable(value)) return value
  value.then(undefined, () => {})
  const taken = otherwise === undefined ? 'ignored' : `taken as ${String(otherwise)}`
  const cure = 'Look the value up earlier, and return it without await.'
  warnOnce(
    `promise of ${name}`,
    `${name} must return its value at once; it returned a promise, which is ${taken}. ${cure}`,
  )
  return otherwise
}
