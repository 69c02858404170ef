import { activeOperation } from '@azmon/core'
import { context, trace } from '@opentelemetry/api'
import type { TraceFields } from './trace-fields'

/** For pino's option `mixin`. */
export type TraceMixin = () => TraceFields

/**
 * Writes the active span of `@opentelemetry/api` into each record, from which the transport ties the record to its
 * operation: in pino's worker there is no span to ask.
 *
 * @example
 * pino({ mixin: traceMixin(), transport: { target: '@azmon/pino' } })
 */
export function traceMixin(): TraceMixin {
  return () => {
    const active = context.active()
    const span = trace.getSpan(active)
    const operation = activeOperation(active, span)
    if (span === undefined || operation === undefined) return {}
    const { traceId, spanId, traceFlags } = span.spanContext()
    const fields: TraceFields = { trace_id: traceId, span_id: spanId, trace_flags: `0${traceFlags.toString(16)}` }
    const { tags, sampleRate } = operation
    if (tags['ai.operation.name'] !== undefined) fields['azmon.operation'] = tags['ai.operation.name']
    if (sampleRate !== undefined) fields['azmon.sampleRate'] = String(sampleRate)
    return fields
  }
}
