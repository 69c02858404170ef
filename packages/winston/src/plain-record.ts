import {
  type FoundError,
  findError,
  isoTime,
  type LogMoment,
  type PlainWriter,
  type PreserializedTrace,
  readField,
  recordTime,
} from '@azmon/core/adapter'
import { hasTokens } from './arguments'
import { severityOf } from './levels'
import { type LogInfo, levelOf, SPLAT } from './log-info'
import type { MapContext } from './map-context'
import { loggerNamed, PLACED } from './map-info'
import { uncaughtOrigin } from './uncaught'

/**
 * Writes the same item as `mapInfo`, but faster. Returns undefined if the record must be mapped instead, because parts of it
 * are not in its own fields.
 */
export function writePlain(
  writer: PlainWriter | undefined,
  info: LogInfo,
  context: MapContext,
  moment: LogMoment,
  original = info,
): PreserializedTrace | undefined {
  if (writer === undefined || context.recordsAs !== 'trace') return undefined
  try {
    const isPlain = isWhole(info) && (original === info || (isWhole(original) && isKept(original, info)))
    return isPlain && writer.begin() ? writeWhole(writer, info, context, moment) : undefined
  } catch {
    return undefined // a getter or a Proxy has thrown
  }
}

// --- helpers, in order of use ---

function writeWhole(
  writer: PlainWriter,
  info: LogInfo,
  context: MapContext,
  { timeMs, operation }: LogMoment,
): PreserializedTrace | undefined {
  const { message, timestamp } = info
  const time = timestamp === undefined ? isoTime(timeMs) : recordTime(timestamp, timeMs)
  const level = levelOf(info)
  if (time === undefined || typeof level !== 'string' || typeof message !== 'string') return undefined
  const error = findError(info, context.errorKeys)
  if (error === undefined ? message === '' : hasErrorFields(info) || !writer.canWrite(error)) return undefined
  const properties = writer.properties(info, error?.key)
  if (properties === undefined) return undefined
  const hasText = message !== '' && message !== messageOf(error)
  const { tags, sampleRate } = operation ?? NO_OPERATION
  return writer.end(
    {
      time,
      tags,
      sampleRate,
      level,
      severityLevel: severityOf(level, context.severities),
      logger: loggerNamed(info, context),
      error,
      hasProperty: ({ name }) => info[name] !== undefined && !PLACED.has(name) && name !== error?.key,
    },
    hasText ? writer.message(message, error !== undefined) : '',
    properties,
  )
}

const NO_OPERATION = { tags: undefined, sampleRate: undefined }

function messageOf(error: FoundError | undefined): unknown {
  return error && readField(Object(error.value), 'message')
}

/** Whether the record's own fields contain everything that was passed after the message. */
function isWhole(info: LogInfo): boolean {
  if (Object.getPrototypeOf(info) !== Object.prototype || uncaughtOrigin(info) !== undefined) return false
  const { [SPLAT]: splat, message } = info
  if (!Array.isArray(splat) || splat.length === 0) return true
  return splat.length === 1 && isMeta(splat[0]) && isKept(splat[0], info) && !hasTokens(message)
}

/** Whether winston has copied all fields of the object into the record, without overwriting any. */
function isMeta(meta: unknown): meta is LogInfo {
  if (typeof meta !== 'object' || meta === null || Object.getPrototypeOf(meta) !== Object.prototype) return false
  return !Object.hasOwn(meta, 'level') && !Object.hasOwn(meta, 'message')
}

/** Whether the record still has every object of `source`. Each may be an error. */
function isKept(source: LogInfo, record: LogInfo): boolean {
  if (readField(source, 'stack') !== undefined) return false
  for (const name of Object.keys(source)) {
    const value = source[name]
    if (typeof value === 'object' && value !== null && value !== record[name]) return false
  }
  return true
}

/** Whether the record has fields that winston may have copied from an error. */
function hasErrorFields(record: LogInfo): boolean {
  return record['name'] !== undefined || record['stack'] !== undefined || record['cause'] !== undefined
}
