import { isRecorded, markRecorded, resultOr } from '@azmon/core/adapter'
import type { Attributes, TimeInput } from '@opentelemetry/api'
import type { SpanEvent } from './finished-span'
import { isRedactedCopy } from './routes/next'
import { BoundedAttributes, type SpanBudget, truncatedCopy } from './span-budget'
import { epochMs, nowMs } from './span-time'

/** The default of OpenTelemetry's SDKs. @see https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits */
const MAX_EVENTS = 128

/** One more than the limit of a message, so that the envelope can still detect, and count, a name that was too long. */
const MAX_NAME = 32_769

/** The events of one span, limited in number and size. */
export class SpanEvents {
  readonly #events: SpanEvent[] = []
  readonly #budget: SpanBudget

  constructor(budget: SpanBudget) {
    this.#budget = budget
  }

  get list(): readonly SpanEvent[] {
    return this.#events
  }

  add(name: string, attributes: Attributes, time: TimeInput | undefined): void {
    const copy = truncatedCopy(name, MAX_NAME)
    if (this.#takesRoom(copy)) {
      this.#events.push({ name: copy, timeMs: timeOrNow(time), attributes: copyOf(attributes, this.#budget) })
    }
  }

  /** An error that passes several spans of a trace is recorded only once, on the innermost. */
  addError(error: unknown, traceId: string, time: TimeInput | undefined): void {
    const isKnown = isRecorded(error, traceId) || resultOr(() => isRedactedCopy(error), false)
    if (isKnown || !this.#takesRoom('exception')) return
    markRecorded(error, traceId)
    this.#events.push({ name: 'exception', timeMs: timeOrNow(time), attributes: {}, error })
  }

  #takesRoom(name: string): boolean {
    const hasRoom = this.#events.length < MAX_EVENTS && this.#budget.take(name.length)
    if (!hasRoom) this.#budget.drop()
    return hasRoom
  }
}

/** Returns a copy within the limits of the span. */
export function copyOf(attributes: Attributes, budget: SpanBudget): Readonly<Attributes> {
  const copy = new BoundedAttributes(budget)
  copy.setAll(attributes)
  return copy.values
}

// --- helpers, in order of use ---

function timeOrNow(time: TimeInput | undefined): number {
  return time === undefined ? nowMs() : epochMs(time)
}
