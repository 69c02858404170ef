import { activeOperation, LOG_MOMENT, type LogMoment, readField } from '@azmon/core/adapter'
import { context, trace } from '@opentelemetry/api'
import type { LogInfo } from './log-info'

/** Returns the current time and the operation of the active span, from the API of OpenTelemetry. */
export function currentMoment(): LogMoment {
  const active = context.active()
  return { timeMs: Date.now(), operation: activeOperation(active, trace.getSpan(active)) }
}

/** Returns the moment of the log call if its logger is correlated, else the current moment. */
export function momentOf(info: LogInfo): LogMoment {
  const stamped = readField(info, LOG_MOMENT)
  return stamped === undefined ? currentMoment() : (stamped as LogMoment)
}
