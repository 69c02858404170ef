import {
  customEvent,
  type Envelope,
  isFields,
  isoTime,
  logData,
  type PropertySerializer,
  SeverityLevel,
  type Tags,
  withFateOf,
} from '@azmon/core'
import { dimensionsOf } from './dimensions'
import { type FoundError, findError } from './find-error'
import { type LineRecord, parseLine } from './line-record'
import { loggerFields } from './logger-fields'
import type { MapContext } from './map-context'
import { timeOf } from './time'
import { operationOf, sampleRateOf } from './trace-fields'

/**
 * A line -> one envelope: an event where it is marked as one, an exception where it holds an error, else a trace; also
 * where it is no JSON at all. Pure: same line and moment, same envelope.
 */
export function mapLine(line: string, context: MapContext, nowMs: number): Envelope {
  const json = line.trimStart()
  const record = parseLine(json)
  return record === undefined ? mapText(line, context, nowMs) : mapRecord(json, record, context, nowMs)
}

// --- helpers, in order of use ---

function mapText(text: string, { recordsAs, write }: MapContext, nowMs: number): Envelope {
  const severityLevel = SeverityLevel.Information
  const record = { text, severityLevel, event: undefined, error: undefined, dimensions: { properties: {} } }
  return { time: isoTime(nowMs), data: logData(record, recordsAs, write) }
}

function mapRecord(line: string, record: LineRecord, context: MapContext, nowMs: number): Envelope {
  const { write, levels, messageKey, timeKey, nestedKey, errorKeys, recordsAs } = context
  const nested = nestedKey === undefined ? undefined : record[nestedKey]
  const fields = isFields(nested) ? nested : record
  const { logger, placed } = partedFrom(line, record, context)
  const level = levels.read(logger['level'] ?? logger['severity'])
  const error = findError(fields, errorKeys)
  const tags = tagsOf(logger, fields, context)
  const dimensions = dimensionsOf({ record, logger, fields, placed, level, error, tags }, write)
  const { properties = {} } = dimensions
  const time = timeOf(logger[timeKey], nowMs)
  if (time === undefined && properties[timeKey] === undefined) write.add(properties, timeKey, logger[timeKey])

  const text = textOf(record[messageKey], fields, error, placed, write)
  const found = { text, severityLevel: level.severityLevel, event: customEvent(fields), error, dimensions }
  const data = logData(found, recordsAs, write)
  const envelope: Envelope = { time: time ?? isoTime(nowMs), data }
  if (tags !== undefined) envelope.tags = tags
  return withFateOf(sampleRateOf(fields), envelope)
}

interface Parted {
  /** The record with what the logger has written of itself in it. */
  readonly logger: LineRecord
  /** Fields of the record that have places of their own. */
  readonly placed: ReadonlySet<string>
}

/** A log call's field stays what it is where the logger has one of the same name, such as `pid`. */
function partedFrom(line: string, record: LineRecord, { loggerKeys, placed }: MapContext): Parted {
  const own = loggerFields(line, loggerKeys)
  const repeated = Object.keys(own).filter((name) => own[name] !== record[name])
  if (repeated.length === 0) return { logger: record, placed }
  return { logger: { ...record, ...own }, placed: new Set([...placed].filter((name) => !repeated.includes(name))) }
}

/** The message; without one, all that was logged. An error says for itself what it has to say. */
function textOf(
  message: unknown,
  fields: LineRecord,
  error: FoundError | undefined,
  placed: ReadonlySet<string>,
  write: PropertySerializer,
): string {
  if (error !== undefined) return message === error.value.message ? '' : write.text(message)
  if (message !== undefined) return write.text(message)
  const logged = Object.entries(fields).filter(([key]) => !placed.has(key))
  return logged.length === 0 ? '' : write.text(Object.fromEntries(logged))
}

/** The operation, and the host where that is not ours: records may have come from anywhere. */
export function tagsOf(logger: LineRecord, fields: LineRecord, { ownHost }: MapContext): Tags | undefined {
  const operation = operationOf(fields)
  const { hostname } = logger
  if (ownHost === undefined || typeof hostname !== 'string' || hostname === ownHost) return operation
  return { ...operation, 'ai.cloud.roleInstance': hostname }
}
