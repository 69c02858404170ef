import { isNativeError } from 'node:util/types'

/** Errors of other realms too: those of a `vm` context, as under Jest, are no `instanceof` ours. Never throws. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object') return false // the most frequent answer, and the fastest
  try {
    return isNativeError(value) || value instanceof Error
  } catch {
    return false // a revoked Proxy
  }
}
