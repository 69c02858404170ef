import { isNativeError } from 'node:util/types'

/**
 * Returns whether a value is an error. Also recognizes errors of other realms, such as a `vm` context, for which
 * `instanceof` fails. Never throws.
 */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object') return false // a fast path for most values
  try {
    return isNativeError(value) || value instanceof Error
  } catch {
    return false // a revoked Proxy
  }
}
