import { errorHead, type FoundError, findError, isError, readField } from '@azmon/core/adapter'
import { argumentsOf, type Gathered } from './arguments'
import { type LogInfo, SPLAT } from './log-info'
import { type UncaughtOrigin, uncaughtOrigin } from './uncaught'

/** The error that a record is about. */
export interface RecordError extends FoundError {
  readonly uncaught?: UncaughtOrigin
}

/**
 * Returns the error of a record: the record itself, its message, an argument after the message, the value of a field, or an
 * error that is read from the stack that winston's child loggers and formats copy into the record. A format on the transport
 * may have removed the error, so the original record is searched, too.
 */
export function errorOf({ record, meta, original }: Gathered, errorKeys: readonly string[]): RecordError | undefined {
  const uncaught = uncaughtOrigin(record)
  if (uncaught !== undefined) {
    const value = readField(record, 'error')
    return { value, key: 'error', fields: isError(value) ? value : undefined, uncaught }
  }
  const passed = passedError(record) ?? passedError(original)
  if (passed !== undefined) return { value: passed, fields: Object.is(passed, record) ? undefined : passed }
  const flattened = flattenedError(record) ?? flattenedError(original)
  for (const key of errorKeys) {
    if (key === 'cause' && flattened !== undefined) continue // it is the cause of the error that the stack belongs to
    // A format may have moved the meta to another field, as format.metadata() does, so `meta` and `original` are searched, too.
    for (const source of [record, meta, original]) {
      const found = source && findError(source, [key])
      if (found !== undefined) return found
    }
  }
  return flattened && { value: flattened }
}

/** Returns the text without the error's message, which winston appends to the text. */
export function textBefore(error: unknown, record: LogInfo, text: string): string {
  const message = readField(Object(error), 'message')
  // The application may have set an object as the message, and converting it to a string may throw.
  if (typeof message !== 'string' || message === '') return text
  const behind = ` ${message}`
  // winston appends the message only of the first argument. For an error that was copied, its position is no longer known.
  const mayBeBehind = argumentsOf(record)[0] === error || !isError(error)
  return mayBeBehind && text.endsWith(behind) ? text.slice(0, -behind.length) : text
}

// --- helpers, in order of use ---

function passedError(record: LogInfo): Error | undefined {
  if (isError(record)) return record
  const message = readField(record, 'message')
  if (isError(message)) return message
  return record[SPLAT] === undefined ? undefined : argumentsOf(record).find(isError)
}

/** Reads the error from the stack that winston's child loggers and `format.errors()` copy into the record. */
function flattenedError(record: LogInfo): object | undefined {
  const stack = readField(record, 'stack')
  if (typeof stack !== 'string' || !stack.includes('\n    at ')) return undefined
  // Without a prototype, so that the class of this object is not taken for the class of the error.
  return Object.assign(Object.create(null), errorHead(stack), { stack, cause: readField(record, 'cause') })
}
