import { type TraceFields, traceFields } from '@azmon/core/adapter'

/** For pino's option `mixin`. */
export type TraceMixin = () => TraceFields

/**
 * Writes the active span of `@opentelemetry/api` into each record, so that the transport can tie the record to its operation:
 * pino's worker cannot see the span.
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
