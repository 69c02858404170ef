import type { LineRecord } from './line-record'
import { isSerializedError, revivedError, type SerializedError } from './serialized-error'

/** The error that a record is about. */
export interface FoundError {
  readonly value: Error
  readonly serialized: SerializedError
  /** The key that it was found under. */
  readonly key: string
}

/** The first of the keys that holds an error. */
export function findError(fields: LineRecord, errorKeys: readonly string[]): FoundError | undefined {
  for (const key of errorKeys) {
    const value = fields[key]
    if (isSerializedError(value)) return { value: revivedError(value), serialized: value, key }
  }
  return undefined
}
