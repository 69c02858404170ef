import { isError, isoTime, type PlainRecord, type PlainWriter, type PreserializedTrace, readField } from '@azmon/core'
import { hasTokens } from './arguments'
import { loggerNamed } from './dimensions'
import { severityOf } from './levels'
import { type LogInfo, levelOf, SPLAT } from './log-info'
import type { MapContext } from './map-context'
import type { Moment } from './moment'
import { recordTime } from './record-time'
import { uncaughtOrigin } from './uncaught'

/**
 * Writes the item that `mapInfo` would make of a record, if the record says all that it has to say in its own fields.
 * Undefined for one that takes a closer look.
 */
export function writePlain(
  writer: PlainWriter | undefined,
  info: LogInfo,
  context: MapContext,
  moment: Moment,
  original = info,
): PreserializedTrace | undefined {
  if (writer === undefined || context.recordsAs !== 'trace') return undefined
  try {
    const isPlain = isWhole(info) && (original === info || (isWhole(original) && isKept(original, info)))
    const record = isPlain ? plainRecord(info, context, moment) : undefined
    return record && writer.write(record)
  } catch {
    return undefined // by a getter or a Proxy
  }
}

// --- helpers, in order of use ---

function plainRecord(info: LogInfo, context: MapContext, { timeMs, operation }: Moment): PlainRecord | undefined {
  const { message, timestamp } = info
  const time = timestamp === undefined ? isoTime(timeMs) : recordTime(timestamp, timeMs)
  const level = levelOf(info)
  if (time === undefined || typeof level !== 'string' || typeof message !== 'string') return undefined
  const error = errorIn(info, context.errorKeys)
  if (error === undefined ? message === '' : hasErrorFields(info)) return undefined
  return {
    fields: info,
    message: error?.value.message === message ? '' : message,
    level,
    severityLevel: severityOf(level, context.severities),
    logger: loggerNamed(info, context),
    time,
    operation,
    error,
  }
}

/** Nothing that was passed behind the message is to be looked for. */
function isWhole(info: LogInfo): boolean {
  if (Object.getPrototypeOf(info) !== Object.prototype || uncaughtOrigin(info) !== undefined) return false
  const { [SPLAT]: splat, message } = info
  if (!Array.isArray(splat) || splat.length === 0) return true
  return splat.length === 1 && isMeta(splat[0]) && isKept(splat[0], info) && !hasTokens(message)
}

/** winston has put its fields into the record. */
function isMeta(meta: unknown): meta is LogInfo {
  if (typeof meta !== 'object' || meta === null || Object.getPrototypeOf(meta) !== Object.prototype) return false
  return !Object.hasOwn(meta, 'level') && !Object.hasOwn(meta, 'message')
}

/** Whether everything that may be an error is in the record still. */
function isKept(source: LogInfo, record: LogInfo): boolean {
  if (readField(source, 'stack') !== undefined) return false
  for (const name of Object.keys(source)) {
    const value = source[name]
    if (typeof value === 'object' && value !== null && value !== record[name]) return false
  }
  return true
}

function errorIn(record: LogInfo, errorKeys: readonly string[]): PlainRecord['error'] {
  for (const key of errorKeys) {
    const value = record[key]
    if (isError(value)) return { value, key }
  }
  return undefined
}

/** They may have been copied out of the error. */
function hasErrorFields(record: LogInfo): boolean {
  return record['name'] !== undefined || record['stack'] !== undefined || record['cause'] !== undefined
}
