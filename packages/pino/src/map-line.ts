import {
  customEvent,
  type Envelope,
  isFields,
  isoTime,
  logData,
  SeverityLevel,
  type Tags,
  withFateOf,
} from '@azmon/core'
import { dimensionsOf } from './dimensions'
import { type FoundError, findError } from './find-error'
import { type LineRecord, parseLine } from './line-record'
import type { MapContext } from './map-context'
import { timeOf } from './time'
import { operationOf, sampleRateOf } from './trace-fields'

/**
 * A line -> one envelope: an event where it is marked as one, an exception where it holds an error, else a trace; also
 * where it is no JSON at all. Pure: same line and moment, same envelope.
 */
export function mapLine(line: string, context: MapContext, nowMs: number): Envelope {
  const record = parseLine(line)
  return record === undefined ? mapText(line, context, nowMs) : mapRecord(record, context, nowMs)
}

// --- helpers, in order of use ---

function mapText(text: string, { recordsAs, write }: MapContext, nowMs: number): Envelope {
  const severityLevel = SeverityLevel.Information
  const record = { text, severityLevel, event: undefined, error: undefined, dimensions: { properties: {} } }
  return { time: isoTime(nowMs), data: logData(record, recordsAs, write) }
}

function mapRecord(record: LineRecord, context: MapContext, nowMs: number): Envelope {
  const { write, levels, messageKey, timeKey, nestedKey, errorKeys, recordsAs } = context
  const nested = nestedKey === undefined ? undefined : record[nestedKey]
  const fields = isFields(nested) ? nested : record
  const level = levels.read(record['level'] ?? record['severity'])
  const error = findError(fields, errorKeys)
  const tags = tagsOf(record, fields, context)
  const dimensions = dimensionsOf({ record, fields, level, error, tags }, context)
  const { properties = {} } = dimensions
  const time = timeOf(record[timeKey], nowMs)
  if (time === undefined) write.add(properties, timeKey, record[timeKey])

  const text = textOf(record[messageKey], fields, error, context)
  const found = { text, severityLevel: level.severityLevel, event: customEvent(fields), error, dimensions }
  const data = logData(found, recordsAs, write)
  const envelope: Envelope = { time: time ?? isoTime(nowMs), data }
  if (tags !== undefined) envelope.tags = tags
  return withFateOf(sampleRateOf(fields), envelope)
}

/** The message; without one, all that was logged. An error says for itself what it has to say. */
function textOf(
  message: unknown,
  fields: LineRecord,
  error: FoundError | undefined,
  { write, placed }: MapContext,
): string {
  if (error !== undefined) return message === error.value.message ? '' : write.text(message)
  if (message !== undefined) return write.text(message)
  const logged = Object.entries(fields).filter(([key]) => !placed.has(key))
  return logged.length === 0 ? '' : write.text(Object.fromEntries(logged))
}

/** The operation, and the host where that is not ours: records may have come from anywhere. */
export function tagsOf(record: LineRecord, fields: LineRecord, { ownHost }: MapContext): Tags | undefined {
  const operation = operationOf(fields)
  const { hostname } = record
  if (ownHost === undefined || typeof hostname !== 'string' || hostname === ownHost) return operation
  return { ...operation, 'ai.cloud.roleInstance': hostname }
}
