import { type TraceFields, traceFields } from '@azmon/core/adapter'
import { type Context, trace } from '@opentelemetry/api'

/**
 * Returns the fields that link a log record to the operation of `within`. For loggers whose transport cannot read the context.
 */
export function traceFieldsOf(within: Context): TraceFields {
  return traceFields(within, trace.getSpan(within))
}
