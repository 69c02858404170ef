import {
  copyError,
  type FoundError,
  findError,
  isError,
  readField,
  repeatedFields,
  thrownError,
} from '@azmon/core/adapter'
import { argumentsOf, type LogInfo } from './log-info'
import { loggedMessage, type TerminalFormats } from './logged-message'
import type { MapContext } from './map-context'
import { type ReadRecord, readRecord } from './read-record'
import { ERROR_INFO, isErrorInfo, uncaughtOrigin } from './uncaught'

/**
 * Returns the error of a record: the record itself, its message, an argument after the message, or one that `findError` finds in
 * its fields. A format may have removed or serialized the error, so the object of the log call and the record before the
 * transport's own format are searched, too.
 */
export function errorOf(record: ReadRecord, { errorKeys, formats }: MapContext): FoundError | undefined {
  const { info, original, fields, passed } = record
  const described = [original, fields].find(isErrorInfo)
  if (described !== undefined) {
    const thrown = thrownError(readField(described, 'error'), 'error')
    return { ...thrown, repeated: ERROR_INFO, uncaught: uncaughtOrigin(original) }
  }
  const itself = isError(info) ? info : isError(original) ? original : undefined
  const error = itself ?? passedError(info) ?? passedError(original)
  const search = (source: object) => findError(source, errorKeys)
  const found: FoundError | undefined =
    error === undefined
      ? (search(passed ?? {}) ?? search(fields) ?? search(original))
      : { value: error, fields: Object.is(error, info) ? undefined : error }
  if (found === undefined) return undefined
  const value = itself === undefined ? found.value : asLogged(itself, formats)
  const holder = Object.is(error, info) ? info : fields
  return { ...found, value, repeated: repeatedFields(holder, found.value, errorKeys) }
}

/** Returns the error of a record that the transport's own format has not changed. */
export function originalError(info: LogInfo, context: MapContext): FoundError | undefined {
  return errorOf(readRecord(info, info, context), context)
}

/** Returns the text without the error's message, which winston appends to the text. */
export function textBefore({ value, key, fields }: FoundError, { info }: ReadRecord, text: string): string {
  const message = readField(Object(value), 'message')
  // The application may have set an object as the message, and converting it to a string may throw.
  if (typeof message !== 'string' || message === '') return text
  const behind = ` ${message}`
  // winston appends the message only of the first argument. For an error that was copied, its position is no longer known.
  const mayBeBehind = argumentsOf(info)[0] === value || (key === undefined && fields === undefined)
  return mayBeBehind && text.endsWith(behind) ? text.slice(0, -behind.length) : text
}

// --- helpers, in order of use ---

function passedError(record: LogInfo): Error | undefined {
  const message = readField(record, 'message')
  return isError(message) ? message : argumentsOf(record).find(isError)
}

/** Formats change the message of an Error that is the record itself. */
function asLogged(error: LogInfo & Error, formats: TerminalFormats): Error {
  const message = loggedMessage(error, formats)
  return typeof message === 'string' && message !== error.message ? copyError(error, message) : error
}
