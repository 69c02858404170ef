import { errorUnder, type LogMoment, type PreserializedTrace } from '@azmon/core/adapter'
import { argumentsOf, type LogInfo, levelOf } from './log-info'
import type { MapContext } from './map-context'
import { movedFields } from './moved-fields'
import { hasTokens } from './read-record'

/**
 * Writes the same item as `mapInfo`, but faster. Returns undefined if the record must be mapped instead, because parts of it
 * are not in its own fields.
 */
export function writePlain(
  info: LogInfo,
  context: MapContext,
  { timeMs: nowMs, operation }: LogMoment,
  original = info,
): PreserializedTrace | undefined {
  if (context.writer === undefined) return undefined
  try {
    const isPlain =
      isWhole(info, context) && (original === info || (isWhole(original, context) && isKept(original, info)))
    const { message, timestamp: time } = info
    if (!isPlain || typeof message !== 'string') return undefined
    const level = levelOf(info)
    const text = context.formats.undo(message, level)
    if (text === 'undefined') return undefined
    const [severityLevel, logger] = [context.severityOf(level), context.logger ?? info['label']]
    const error = errorUnder(info, context.errorKeys)
    return context.writer.write({ fields: info, text, level, severityLevel, logger, time, nowMs, error }, operation)
  } catch {
    return undefined // a getter or a Proxy has thrown
  }
}

// --- helpers, in order of use ---

/** Whether all arguments after the message are in the record's own fields. */
function isWhole(info: LogInfo, { errorKeys }: MapContext): boolean {
  if (!isPlainObject(info) || info['exception'] === true || info['rejection'] === true) return false
  if (errorKeys.filter((key) => mayBeError(info[key])).length > 1) return false
  const [meta, ...more] = argumentsOf(info)
  if (more.length > 0 || (meta !== undefined && !isCopied(meta, info))) return false
  return movedFields(info, meta, errorKeys) === undefined
}

/** Whether winston has copied all fields of the object into the record, without overwriting any. */
function isCopied(meta: unknown, info: LogInfo): meta is LogInfo {
  if (!isPlainObject(meta) || hasTokens(info.message)) return false
  return !Object.hasOwn(meta, 'level') && !Object.hasOwn(meta, 'message') && isKept(meta, info)
}

function isPlainObject(value: unknown): value is LogInfo {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Whether the record still has every value of `source` that may be an error. */
function isKept(source: LogInfo, record: LogInfo): boolean {
  for (const name of Object.keys(source)) {
    const value = source[name]
    if (value !== record[name] && mayBeError(value)) return false
  }
  return true
}

function mayBeError(value: unknown): boolean {
  return typeof value === 'string' ? value.includes('\n') : typeof value === 'object' && value !== null
}
