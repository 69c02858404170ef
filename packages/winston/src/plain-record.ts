import { isError, isoTime, type PlainError, type PlainWriter, type PreserializedTrace, readField } from '@azmon/core'
import { hasTokens } from './arguments'
import { loggerNamed, PLACED } from './dimensions'
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
    return isPlain && writer.begin() ? writeWhole(writer, info, context, moment) : undefined
  } catch {
    return undefined // by a getter or a Proxy
  }
}

// --- helpers, in order of use ---

function writeWhole(
  writer: PlainWriter,
  info: LogInfo,
  context: MapContext,
  { timeMs, operation }: Moment,
): PreserializedTrace | undefined {
  const { message, timestamp } = info
  const time = timestamp === undefined ? isoTime(timeMs) : recordTime(timestamp, timeMs)
  const level = levelOf(info)
  if (time === undefined || typeof level !== 'string' || typeof message !== 'string') return undefined
  const errorKey = errorKeyOf(info, context.errorKeys)
  if (errorKey === undefined ? message === '' : hasErrorFields(info)) return undefined
  const properties = writer.properties(info, errorKey)
  if (properties === undefined) return undefined
  const error = errorKey === undefined ? undefined : plainError(info[errorKey] as Error, info)
  const isSaid = message !== '' && message !== error?.value.message
  const { tags, sampleRate } = operation ?? NO_OPERATION
  const severityLevel = severityOf(level, context.severities)
  return writer.end(
    { time, tags, sampleRate, level, severityLevel, logger: loggerNamed(info, context), error },
    isSaid ? writer.message(message, error !== undefined) : '',
    properties,
  )
}

function errorKeyOf(record: LogInfo, errorKeys: readonly string[]): string | undefined {
  for (const key of errorKeys) if (isError(record[key])) return key
  return undefined
}

const NO_OPERATION = { tags: undefined, sampleRate: undefined }

/** The message and the level that winston writes into errors are no fields of theirs. */
const ERROR_PLACED: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'level'])

function plainError(value: Error, info: LogInfo): PlainError {
  const fields = value as unknown as PlainError['fields']
  return { value, fields, placed: ERROR_PLACED, isSaid: ({ name }) => info[name] !== undefined && !PLACED.has(name) }
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

/** They may have been copied out of the error. */
function hasErrorFields(record: LogInfo): boolean {
  return record['name'] !== undefined || record['stack'] !== undefined || record['cause'] !== undefined
}
