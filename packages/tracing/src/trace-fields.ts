import { type TraceFields, traceFields } from '@azmon/core/adapter'
import { type Context, trace } from '@opentelemetry/api'

/** How a record says that it is part of what `within` is the context of, where no transport can ask for that. */
export function traceFieldsOf(within: Context): TraceFields {
  return traceFields(within, trace.getSpan(within))
}
