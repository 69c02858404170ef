import { isThenable } from '../call-safely'
import { warnOnce } from './warnings'

/**
 * Returns the result of a function of the application, or `fallback` if the result is a promise. A rejection of the promise
 * is caught. Each `name` is warned about once.
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
