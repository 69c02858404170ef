import { isError, isFields, isList, isSpreadable, readField, unsaidValues } from '@azmon/core/adapter'
import { argumentsOf, type LogInfo } from './log-info'
import { loggedMessage } from './logged-message'
import type { MapContext } from './map-context'
import { movedFields } from './moved-fields'

/** A record with everything that was passed to the log call. */
export interface ReadRecord {
  /** The record as the transport got it. */
  readonly info: LogInfo
  /** The record before the transport's own format; the same record if there is no format. */
  readonly original: LogInfo
  /** The fields of the record, and those that winston and formats have left elsewhere. */
  readonly fields: LogInfo
  /** The message as it was logged. Undefined if there was none. */
  readonly message: unknown
  /** The object of the log call. winston may have overwritten some of its fields in the record. */
  readonly passed: LogInfo | undefined
  /** Arguments that cannot be added as fields. They become the property `splat`. */
  readonly nameless: readonly unknown[]
}

/**
 * Reads a record. winston copies only the first object after the message into the record, and copies nothing if the message has
 * `%` tokens. It leaves the rest to `format.splat()`, which most loggers do not use. An object that is logged alone may be the
 * record, or its message.
 */
export function readRecord(info: LogInfo, original: LogInfo, { formats, errorKeys }: MapContext): ReadRecord {
  const splat = argumentsOf(info)
  const message = loggedMessage(info, formats, original)
  const [first] = splat
  const isCopied = isMergeable(first) && !hasTokens(message)
  const passed = isCopied && isFields(first) ? first : isSpreadable(message) ? message : undefined
  const firstError = splat.find(isError)
  const left = unsaidValues(splat.slice(isCopied ? 1 : 0), message).filter((value) => value !== firstError)
  const read = {
    info,
    original,
    passed,
    message: textIn(message) ?? (isFields(info) || isError(info) ? undefined : info),
  }
  try {
    const moved = movedFields(info, isCopied ? first : undefined, errorKeys)
    const fields = withFields(info, [moved?.fields, message, ...left].filter(isSpreadable), moved?.key)
    return { ...read, fields, nameless: left.filter((value) => !isSpreadable(value)) }
  } catch {
    return { ...read, fields: info, nameless: left } // a getter has thrown; the serializer handles that
  }
}

/** Whether winston leaves the arguments to `format.splat()`. winston makes the same check. */
export function hasTokens(message: unknown): boolean {
  return typeof message === 'string' && message.includes('%') && /%[scdjifoO%]/.test(message)
}

// --- helpers, in order of use ---

/** Whether winston copies the fields of the value. Other objects, such as dates and maps, have no fields to copy. */
function isMergeable(value: unknown): value is object {
  return isFields(value) || isList(value) || isError(value)
}

/** Returns the message. An object that is logged as the message may have one itself; the rest are fields. */
function textIn(message: unknown): unknown {
  return isSpreadable(message) ? readField(message, 'message') || undefined : message
}

/** Returns a copy of the record with more fields, and without the field that they were moved to. */
function withFields(info: LogInfo, more: readonly object[], movedTo: string | undefined): LogInfo {
  if (more.length === 0) return info
  const entries = Object.entries(info).filter(([name]) => name !== movedTo)
  return Object.fromEntries([...entries, ...more.flatMap((fields) => Object.entries(fields))])
}
