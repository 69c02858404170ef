import { isSpanId, isTraceId, type Tags } from '@azmon/core'
import type { LineRecord } from './line-record'

/** The operation of a record; undefined where what it says is no operation. */
export function operationOf(fields: LineRecord): Tags | undefined {
  const { trace_id: traceId, span_id: spanId } = fields
  if (!isTraceId(traceId)) return undefined
  const tags: Tags = { 'ai.operation.id': traceId }
  if (isSpanId(spanId)) tags['ai.operation.parentId'] = spanId
  for (const [key, tag] of TAGS) {
    const value = fields[key]
    if (typeof value === 'string' && value !== '') tags[tag] = value
  }
  return tags
}

/** The share of its trace that is kept, in percent; undefined where nothing says that it is a share. */
export function sampleRateOf({ 'azmon.sampleRate': rate }: LineRecord): number | undefined {
  const percent = typeof rate === 'string' && rate !== '' ? Number(rate) : Number.NaN
  return percent >= 0 && percent < 100 ? percent : undefined
}

// --- helpers ---

const TAGS: readonly (readonly [string, keyof Tags])[] = [
  ['azmon.operation', 'ai.operation.name'],
  ['azmon.user', 'ai.user.authUserId'],
  ['azmon.session', 'ai.session.id'],
]
