import { type ActiveContext, type ActiveSpan, activeOperation } from './active-operation'

/**
 * How a line of text says what it is part of, for whoever reads it in another thread or process. All but our own are as
 * OpenTelemetry's instrumentation of loggers writes them.
 */
export const TRACE_FIELDS = [
  'trace_id',
  'span_id',
  'trace_flags',
  'azmon.operation',
  'azmon.user',
  'azmon.session',
  'azmon.sampleRate',
] as const

export type TraceFields = Partial<Record<(typeof TRACE_FIELDS)[number], string>>

/** Of the operation that `span` is part of; none where there is no span. */
export function traceFields(active: ActiveContext, span: ActiveSpan | undefined): TraceFields {
  const operation = activeOperation(active, span)
  if (span === undefined || operation === undefined) return {}
  const { traceId, spanId, traceFlags = 0 } = span.spanContext()
  const fields: TraceFields = { trace_id: traceId, span_id: spanId, trace_flags: `0${traceFlags.toString(16)}` }
  const { tags, sampleRate } = operation
  if (tags['ai.operation.name'] !== undefined) fields['azmon.operation'] = tags['ai.operation.name']
  if (tags['ai.user.authUserId'] !== undefined) fields['azmon.user'] = tags['ai.user.authUserId']
  if (tags['ai.session.id'] !== undefined) fields['azmon.session'] = tags['ai.session.id']
  if (sampleRate !== undefined) fields['azmon.sampleRate'] = String(sampleRate)
  return fields
}
