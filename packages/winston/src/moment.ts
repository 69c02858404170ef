import { activeOperation, type LogMoment } from '@azmon/core/adapter'
import { context, trace } from '@opentelemetry/api'

/** Returns the current time and the operation of the active span, from the API of OpenTelemetry. */
export function currentMoment(): LogMoment {
  const active = context.active()
  return { timeMs: Date.now(), operation: activeOperation(active, trace.getSpan(active)) }
}
