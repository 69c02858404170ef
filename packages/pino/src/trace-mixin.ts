import {
  hasRecordedError,
  isError,
  isRecorded,
  otherCause,
  readField,
  type TraceFields,
  traceFields,
} from '@azmon/core/adapter'
import { isOfPinoHttp } from './request-errors'

/** A function for pino's option `mixin`. pino passes the object that is logged. */
export type TraceMixin = (logged?: object) => TraceFields & { readonly cause?: unknown }

/**
 * Returns a function that writes the active span of `@opentelemetry/api` into each record. pino's worker cannot see the span,
 * so the transport needs these fields to find the operation of the record. Also writes a cause of the error that is not an error
 * itself, which pino leaves out.
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
    const err = readField(Object(logged), 'err')
    if (!isError(err)) return fields
    const cause = otherCause(err)
    const all = cause === undefined ? fields : { ...fields, cause }
    return isKnown(err, logged, fields.trace_id) ? { ...all, 'azmon.recordedError': 'true' } : all
  }
}

// --- helpers ---

/** Returns whether a framework logs the error of a failed request that has a row of `exceptions` already. */
function isKnown(err: Error, logged: object | undefined, traceId: string | undefined): boolean {
  if (traceId === undefined || readField(Object(logged), 'res') === undefined) return false
  return isOfPinoHttp(err.stack) ? hasRecordedError(traceId) : isRecorded(err, traceId)
}
