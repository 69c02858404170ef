import { isEmitter, isError, isFields, isList, isSpreadable, readField, valuesNotInMessage } from '@azmon/core/adapter'
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
  /** The object that was passed to the log call. winston may have overwritten some of its fields in the record. */
  readonly meta: LogInfo | undefined
  /** Arguments that cannot be added as fields. They become the property `splat`. */
  readonly nameless: readonly unknown[]
}

/**
 * Reads a record. winston copies only the first object after the message into the record, and copies nothing if the message has
 * `%` tokens. It leaves the rest to `format.splat()`, which most loggers do not use. An object that is logged alone is the record
 * or its message.
 */
export function readRecord(info: LogInfo, original: LogInfo, { formats, errorKeys }: MapContext): ReadRecord {
  const message = isValue(info) ? info : loggedMessage(info, formats, original)
  const splat = argumentsOf(info)
  const [first] = splat
  const copied = isMergeable(first) && !hasTokens(message) ? first : undefined
  const emitter = isEmitter(info) ? info : isEmitter(copied) ? copied : undefined
  const rest = copied === undefined || copied === emitter ? splat : splat.slice(1)
  const firstError = splat.find(isError)
  const left = rest.length === 0 ? rest : valuesNotInMessage(rest, message).filter((value) => value !== firstError)
  const meta = isSpreadable(copied) ? copied : isSpreadable(message) ? message : undefined
  let text = isSpreadable(message) ? readField(message, 'message') || undefined : message
  const nameless = left.filter((value) => !isSpreadable(value))
  let fields = info
  try {
    const [moved, movedTo] = movedFields(info, copied, errorKeys) ?? []
    if (moved !== undefined) text ??= moved['message']
    const more = [moved, message, ...left].filter(isSpreadable)
    if (more.length > 0 || emitter !== undefined)
      fields = withFields(info, more, [movedTo, ...Object.keys(emitter ?? {})])
  } catch {} // a getter has thrown; the serializer handles that
  return { info, original, fields, message: text, meta, nameless }
}

/** Whether winston leaves the arguments to `format.splat()`. winston makes the same check. */
export function hasTokens(message: unknown): boolean {
  return typeof message === 'string' && message.includes('%') && /%[scdjifoO%]/.test(message)
}

// --- helpers, in order of use ---

/** Whether the record is a value that was logged without a message, such as a map or a request. */
function isValue(info: LogInfo): boolean {
  return !isError(info) && (!isFields(info) || isEmitter(info))
}

/** Whether winston copies the fields of the value. Other objects, such as dates and maps, have no fields to copy. */
function isMergeable(value: unknown): value is object {
  return isFields(value) || isList(value) || isError(value)
}

function withFields(info: LogInfo, more: readonly object[], except: readonly unknown[]): LogInfo {
  const own = Object.entries(info).filter(([name]) => !except.includes(name))
  return Object.fromEntries([...own, ...more.flatMap((fields) => Object.entries(fields))])
}
