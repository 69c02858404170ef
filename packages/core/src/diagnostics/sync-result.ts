import { isThenable } from '../call-safely'
import { warnOnce } from './warnings'

/**
 * Returns the result of an application function, or `fallback` if the result is a promise. Catches a rejection of the
 * promise. Warns once for each `name`.
 *
 * @example
 * syncResult('ignore', rule(request), false)
 */
export function syncResult<T>(name: string, result: T, fallback: T): T {
  if (!isThenable(result)) return result
  result.then(undefined, () => {})
  const effect = fallback === undefined ? 'ignored' : `replaced by ${String(fallback)}`
  const fix = 'Look the value up earlier and return it without await.'
  warnOnce(`promise of ${name}`, `${name} must be synchronous, got a promise, which is ${effect}. ${fix}`)
  return fallback
}
