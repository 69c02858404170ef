import { isError, readField } from '@azmon/core'
import { argumentsOf, type Gathered } from './arguments'
import { type FlattenedError, flattenedError } from './flattened-error'
import { type LogInfo, SPLAT } from './log-info'
import { type UncaughtOrigin, uncaughtOrigin } from './uncaught'

/** The error that a record is about. */
export interface FoundError {
  /** An Error, what is left of one, or whatever else was thrown and not caught. */
  readonly error: unknown
  /** The key that it was found under. */
  readonly key: string | undefined
  readonly uncaught: UncaughtOrigin | undefined
}

/**
 * The error of a record: the record itself, its message, an argument after the message, one in its meta, or what is
 * left where winston's child loggers and formats have copied one into the record. A format on the transport may have
 * removed the error, so the original record is searched too.
 */
export function findError({ record, meta, original }: Gathered, errorKeys: readonly string[]): FoundError | undefined {
  const uncaught = uncaughtOrigin(record)
  if (uncaught !== undefined) return { error: readField(record, 'error'), key: 'error', uncaught }
  const error = passedError(record) ?? passedError(original)
  if (error !== undefined) return found(error)
  const flattened = flattenedError(record) ?? flattenedError(original)
  for (const key of errorKeys) {
    // Beside a stack, a cause is what caused the error that the stack is of.
    if (key === 'cause' && flattened !== undefined) continue
    // A format may have moved the meta elsewhere, as format.metadata() does; what was passed is still known.
    for (const source of [record, meta, original]) {
      const value = source === undefined ? undefined : readField(source, key)
      if (isError(value)) return found(value, key)
    }
  }
  return flattened === undefined ? undefined : found(flattened)
}

/** The log text, without the message of the error that winston has put behind it; empty where it only repeats that. */
export function textBefore(error: unknown, record: LogInfo, text: string): string {
  const message = readField(Object(error), 'message')
  // An application may make it an object, which may throw when it becomes a string.
  if (typeof message !== 'string' || message === '') return text
  const behind = ` ${message}`
  // Of an error that was copied into the record, nobody knows any more where it stood.
  const mayBeBehind = argumentsOf(record)[0] === error || !isError(error)
  const before = mayBeBehind && text.endsWith(behind) ? text.slice(0, -behind.length) : text
  return before === message ? '' : before
}

// --- helpers, in order of use ---

function passedError(record: LogInfo): Error | undefined {
  if (isError(record)) return record
  const message = readField(record, 'message')
  if (isError(message)) return message
  return record[SPLAT] === undefined ? undefined : argumentsOf(record).find(isError)
}

function found(error: Error | FlattenedError, key?: string): FoundError {
  return { error, key, uncaught: undefined }
}
