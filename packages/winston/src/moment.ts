import { type ActiveOperation, activeOperation, readField } from '@azmon/core'
import { context, trace } from '@opentelemetry/api'
import type { LogInfo } from './log-info'

/** When a record was logged, and as part of which operation. */
export interface Moment {
  readonly timeMs: number
  /** Absent outside of any. */
  readonly operation: ActiveOperation | undefined
}

/** Where a correlated logger's records carry theirs. */
export const MOMENT: unique symbol = Symbol.for('azmon.moment') as never

/** Now, within the active span of whatever provider the application has registered with `@opentelemetry/api`. */
export function currentMoment(): Moment {
  const active = context.active()
  return { timeMs: Date.now(), operation: activeOperation(active, trace.getSpan(active)) }
}

/** The moment of the log call where its logger is correlated, else of its arrival here. */
export function momentOf(info: LogInfo): Moment {
  const stamped = readField(info, MOMENT)
  return stamped === undefined ? currentMoment() : (stamped as Moment)
}
