import { type TraceFields, traceFields } from '@azmon/core/adapter'

/** A function for pino's option `mixin`. */
export type TraceMixin = () => TraceFields

/**
 * Returns a function that writes the active span of `@opentelemetry/api` into each record. pino's worker cannot see the span,
 * so the transport needs these fields to find the operation of the record.
 *
 * @example
 * pino({ mixin: traceMixin(), transport: { target: '@azmon/pino' } })
 */
export function traceMixin(): TraceMixin {
  // Loaded here, because pino's worker loads the whole package and does not need it.
  const { context, trace }: typeof import('@opentelemetry/api') = require('@opentelemetry/api')
  return () => {
    const active = context.active()
    return traceFields(active, trace.getSpan(active))
  }
}
