import { type TraceFields, traceFields } from '@azmon/core/adapter'

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
  // Not with the package: pino's worker, which loads all of it, has no use for it.
  const { context, trace }: typeof import('@opentelemetry/api') = require('@opentelemetry/api')
  return () => {
    const active = context.active()
    return traceFields(active, trace.getSpan(active))
  }
}
