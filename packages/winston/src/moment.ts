import { activeOperation, LOG_MOMENT, type LogMoment, readField } from '@azmon/core/adapter'
import { context, trace } from '@opentelemetry/api'
import type { LogInfo } from './log-info'

/** Now, within the active span of whichever provider the application has registered with `@opentelemetry/api`. */
export function currentMoment(): LogMoment {
  const active = context.active()
  return { timeMs: Date.now(), operation: activeOperation(active, trace.getSpan(active)) }
}

/** The moment of the log call if its logger is correlated, else now. */
export function momentOf(info: LogInfo): LogMoment {
  const stamped = readField(info, LOG_MOMENT)
  return stamped === undefined ? currentMoment() : (stamped as LogMoment)
}
