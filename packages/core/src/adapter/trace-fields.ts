import { readField } from '../envelope/fields'
import type { Tags } from '../envelope/tags'
import { type ActiveContext, type ActiveSpan, activeOperation, isSpanId, isTraceId } from './active-operation'
import type { ActiveOperation } from './context-keys'

/**
 * The fields that identify the operation of a record for a reader in another thread or process. OpenTelemetry's
 * instrumentations of loggers write the first three, too. The last says that the error of the record has a row of `exceptions`.
 */
export const TRACE_FIELDS = [
  'trace_id',
  'span_id',
  'trace_flags',
  'azmon.operation',
  'azmon.user',
  'azmon.anonymousUser',
  'azmon.session',
  'azmon.sampleRate',
  'azmon.recordedError',
] as const

export type TraceFields = Partial<Record<(typeof TRACE_FIELDS)[number], string>>

/** Returns the fields for the operation that `span` belongs to; no fields without a span. */
export function traceFields(active: ActiveContext, span: ActiveSpan | undefined): TraceFields {
  const operation = activeOperation(active, span)
  if (span === undefined || operation === undefined) return {}
  const { traceId, spanId, traceFlags = 0 } = span.spanContext()
  const fields: TraceFields = { trace_id: traceId, span_id: spanId, trace_flags: `0${traceFlags.toString(16)}` }
  const { tags, sampleRate } = operation
  for (const [key, tag] of TAG_OF_FIELD) if (tags[tag] !== undefined) fields[key] = tags[tag]
  if (sampleRate !== undefined) fields['azmon.sampleRate'] = String(sampleRate)
  return fields
}

/**
 * Returns the operation and sample rate that `traceFields` wrote; undefined if `trace_id` is not a trace id. If it returns an
 * operation, leave `TRACE_FIELDS` out of the properties; otherwise keep them, because they may mean something else.
 */
export function operationFrom(fields: object): ActiveOperation | undefined {
  const traceId = readField(fields, 'trace_id')
  if (!isTraceId(traceId)) return undefined
  const tags: Tags = { 'ai.operation.id': traceId }
  const spanId = readField(fields, 'span_id')
  if (isSpanId(spanId)) tags['ai.operation.parentId'] = spanId
  for (const [key, tag] of TAG_OF_FIELD) {
    const value = readField(fields, key)
    if (typeof value === 'string' && value !== '') tags[tag] = value
  }
  return { tags, sampleRate: sampleRateFrom(readField(fields, 'azmon.sampleRate')) }
}

// --- helpers ---

const TAG_OF_FIELD = [
  ['azmon.operation', 'ai.operation.name'],
  ['azmon.user', 'ai.user.authUserId'],
  ['azmon.anonymousUser', 'ai.user.id'],
  ['azmon.session', 'ai.session.id'],
] as const

function sampleRateFrom(rate: unknown): number | undefined {
  const percent = typeof rate === 'string' && rate !== '' ? Number(rate) : Number.NaN
  return percent >= 0 && percent < 100 ? percent : undefined
}
