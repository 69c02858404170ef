import { isNativeError } from 'node:util/types'

/** Whether a value is an error, also of another realm such as a `vm` context, where `instanceof` fails. Never throws. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object') return false // a fast path for most values
  try {
    return isNativeError(value) || value instanceof Error
  } catch {
    return false // a revoked Proxy
  }
}
