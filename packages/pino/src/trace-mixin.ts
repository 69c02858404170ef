import { hasRecordedError, isFields, isRecorded, resultOr, type TraceFields, traceFields } from '@azmon/core/adapter'
import { isOfPinoHttp } from './request-errors'

/** A function for pino's option `mixin`. pino passes the object that is logged. */
export type TraceMixin = (logged?: object) => TraceFields

/**
 * Returns a function that writes the active span of `@opentelemetry/api` into each record. pino's worker cannot see the span,
 * so the transport needs these fields to find the operation of the record.
 *
 * @example
 * pino({ mixin: traceMixin(), transport: { target: '@azmon/pino' } })
 */
export function traceMixin(): TraceMixin {
  // Loaded only when it is called, because pino's worker loads the whole package and does not need this.
  const { context, trace }: typeof import('@opentelemetry/api') = require('@opentelemetry/api')
  return (logged) => {
    const active = context.active()
    const fields = traceFields(active, trace.getSpan(active))
    const { trace_id: traceId } = fields
    const isKnown = traceId !== undefined && resultOr(() => hasKnownError(logged, traceId), false)
    return isKnown ? { ...fields, 'azmon.recordedError': 'true' } : fields
  }
}

// --- helpers ---

/** Returns whether a framework logs the error of a failed request that has a row of `exceptions` already. */
function hasKnownError(logged: object | undefined, traceId: string): boolean {
  if (!isFields(logged) || !('res' in logged) || !(logged['err'] instanceof Error)) return false
  const { err } = logged
  return isOfPinoHttp(err.stack) ? hasRecordedError(traceId) : isRecorded(err, traceId)
}
