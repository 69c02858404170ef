import { isNativeError } from 'node:util/types'

/** Errors of other realms too: those of a `vm` context, as under Jest, are no `instanceof` ours. */
export function isError(value: unknown): value is Error {
  return isNativeError(value) || value instanceof Error
}
