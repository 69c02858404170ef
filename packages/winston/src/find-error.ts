import {
  copyError,
  errorIn,
  errorUnder,
  type FoundError,
  findError,
  isError,
  readField,
  repeatedFields,
  thrownError,
} from '@azmon/core/adapter'
import { argumentsOf, type LogInfo } from './log-info'
import { loggedMessage } from './logged-message'
import type { MapContext } from './map-context'
import { type ReadRecord, readRecord } from './read-record'
import { ERROR_INFO, isErrorInfo, uncaughtOrigin } from './uncaught'

/**
 * Returns the error of a record: the record itself, its message, an argument after the message, or one that `findError` finds in
 * its fields. A format may have removed or serialized the error, so the object of the log call and the record before the
 * transport's own format are searched, too.
 */
export function errorOf(record: ReadRecord, { errorKeys, formats }: MapContext): FoundError | undefined {
  const { info, original, fields } = record
  const described = [original, fields].find(isErrorInfo)
  if (described !== undefined) {
    const value = readField(described, 'error')
    const thrown = (value === undefined ? findError(described, []) : undefined) ?? thrownError(value, 'error')
    return { ...thrown, repeated: ERROR_INFO, uncaught: uncaughtOrigin(original) }
  }
  const itself = isError(info) ? info : isError(original) ? original : undefined
  const error = itself ?? passedError(info) ?? passedError(original)
  const found: FoundError | undefined =
    error === undefined
      ? errorInFields(record, errorKeys)
      : { value: error, fields: Object.is(error, info) ? undefined : error }
  if (found === undefined) return undefined
  // Formats change the message of an Error that is the record itself.
  const logged = itself && loggedMessage(itself, formats)
  const value =
    itself && typeof logged === 'string' && logged !== readField(itself, 'message')
      ? copyError(itself, logged)
      : found.value
  const repeated = repeatedFields(Object.is(error, info) ? info : fields, found.value, errorKeys)
  return { value, key: found.key, fields: found.fields, repeated: [...(found.repeated ?? []), ...repeated] }
}

/** Returns the error of a record that the transport's own format has not changed. */
export function originalError(info: LogInfo, context: MapContext): FoundError | undefined {
  return errorOf(readRecord(info, info, context), context)
}

/** Whether winston may have appended the message of the error to the text. It does so for the first argument only. */
export function isAppended({ value, key, fields }: FoundError, { info }: ReadRecord): boolean {
  // Includes errors that were copied into the record, because their position is no longer known.
  return argumentsOf(info)[0] === value || (key === undefined && fields === undefined)
}

// --- helpers, in order of use ---

/** Prefers the Error object to a copy. A format may have serialized or removed the error, or printed it as the message. */
function errorInFields(record: ReadRecord, errorKeys: readonly string[]): FoundError | undefined {
  const { info, original, fields, meta = {}, message } = record
  const found = findError(fields, errorKeys)
  if (found !== undefined && (found.key === undefined || isError(found.fields))) return found
  const printed = message === readField(info, 'message') ? undefined : message
  const inOriginal = original === info ? undefined : findError(original, errorKeys)
  return errorUnder(meta, errorKeys) ?? found ?? inOriginal ?? errorIn(printed)
}

function passedError(record: LogInfo): Error | undefined {
  const message = readField(record, 'message')
  return isError(message) ? message : argumentsOf(record).find(isError)
}
