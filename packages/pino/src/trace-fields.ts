import { isSpanId, isTraceId, type Tags } from '@azmon/core'
import type { LineRecord } from './line-record'

/** How a record says what it is part of. All but our own are as OpenTelemetry's instrumentation of pino writes them. */
export const TRACE_FIELDS = ['trace_id', 'span_id', 'trace_flags', 'azmon.operation', 'azmon.sampleRate'] as const

export type TraceFields = Partial<Record<(typeof TRACE_FIELDS)[number], string>>

/** The operation of a record; undefined where what it says is no operation. */
export function operationOf(fields: LineRecord): Tags | undefined {
  const { trace_id: traceId, span_id: spanId, 'azmon.operation': operation } = fields
  if (!isTraceId(traceId)) return undefined
  const tags: Tags = { 'ai.operation.id': traceId }
  if (isSpanId(spanId)) tags['ai.operation.parentId'] = spanId
  if (typeof operation === 'string' && operation !== '') tags['ai.operation.name'] = operation
  return tags
}

/** The share of its trace that is kept, in percent; undefined where nothing says that it is a share. */
export function sampleRateOf({ 'azmon.sampleRate': rate }: LineRecord): number | undefined {
  const percent = typeof rate === 'string' && rate !== '' ? Number(rate) : Number.NaN
  return percent >= 0 && percent < 100 ? percent : undefined
}
