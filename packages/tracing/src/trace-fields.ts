import { type TraceFields, traceFields } from '@azmon/core/adapter'
import { type Context, trace } from '@opentelemetry/api'

/** Returns the fields that tie a log record to the operation of `within`, for loggers whose transport cannot read the context. */
export function traceFieldsOf(within: Context): TraceFields {
  return traceFields(within, trace.getSpan(within))
}
