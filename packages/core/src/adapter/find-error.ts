import { readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import { isSerializedError, revivedError } from './serialized-error'

/** The error that a record is about. */
export interface FoundError {
  /** An Error, or whatever else was thrown; for a serialized error, the Error that it describes. */
  readonly value: unknown
  /** The field that it was found in; undefined if it was not in a field. */
  readonly key?: string | undefined
  /**
   * The object with the error's own fields (`code` …), which become properties: the Error itself, or its serialized form.
   * Undefined if the record has these fields already.
   */
  readonly fields?: object | undefined
}

/**
 * Returns the error in the first of `errorKeys` that holds one: an Error, or an object that has its `message` and `stack`,
 * as serializers and other processes write it. The record is then a row of `exceptions`.
 *
 * Serialized forms: `type` or `name`; `stack` as a string or a list of lines, or `stack_trace`; causes in `cause`, or in the
 * stack after "Caused by:". An error in a later key stays a property.
 */
export function findError(fields: object, errorKeys: readonly string[]): FoundError | undefined {
  for (const key of errorKeys) {
    const found = errorIn(readField(fields, key), key)
    if (found !== undefined) return found
  }
  return undefined
}

/** The same for one value, if the logger knows where its error is. */
export function errorIn(value: unknown, key?: string): FoundError | undefined {
  if (isError(value)) return { value, fields: value, key }
  try {
    return isSerializedError(value) ? { value: revivedError(value), fields: value, key } : undefined
  } catch {
    return undefined // a getter or Proxy of the application
  }
}
