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
import { loggedMessage } from './logged-message'
import type { MapContext } from './map-context'
import type { ReadRecord } from './read-record'
import type { TerminalFormats } from './terminal-formats'
import { ERROR_INFO, isErrorInfo, type UncaughtOrigin, uncaughtOrigin } from './uncaught'

/** The error that a record is about. */
export interface RecordError extends FoundError {
  readonly uncaught?: UncaughtOrigin | undefined
}

/**
 * Returns the error of a record: the record itself, its message, an argument after the message, or one that `findError` finds in
 * its fields. A format may have removed or serialized the error, so the object of the log call and the record before the
 * transport's own format are searched, too.
 */
export function errorOf(record: ReadRecord, { errorKeys, formats }: MapContext): RecordError | undefined {
  const { info, original, fields, passed } = record
  const described = [original, fields].find(isErrorInfo)
  if (described !== undefined) {
    const thrown = thrownError(readField(described, 'error'), 'error')
    return { ...thrown, repeated: ERROR_INFO, uncaught: uncaughtOrigin(original) }
  }
  const itself = isError(info) ? info : isError(original) ? original : undefined
  const error = itself ?? passedError(info) ?? passedError(original)
  const found =
    error === undefined
      ? [passed ?? {}, fields, original]
          .map((source) => findError(source, errorKeys))
          .find((each) => each !== undefined)
      : { value: error, fields: Object.is(error, info) ? undefined : error }
  if (found === undefined) return undefined
  const repeated = [...(found.repeated ?? []), ...repeatedFields(fields, found.value, errorKeys)]
  const value = itself === undefined ? found.value : asLogged(itself, formats)
  return { ...found, value, repeated }
}

/** Returns the text without the error's message, which winston appends to the text. */
export function textBefore({ value, key, fields }: RecordError, { info }: ReadRecord, text: string): string {
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
