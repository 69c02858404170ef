import type { SamplingDecision } from '@azmon/core/adapter'
import { createTraceState, type SpanContext, type TraceState } from '@opentelemetry/api'

/** The rate that the process before hands on with its decision, in percent; NaN where it names none. */
export function rateOf(parent: SpanContext): number {
  return Number(parent.traceState?.get(KEY) ?? Number.NaN)
}

/** What came from the process before goes on, with the rate at which this trace is kept, and none that is not true. */
export function stateOf(
  parent: SpanContext | undefined,
  { isSampled, sampleRate }: SamplingDecision,
): Pick<SpanContext, 'traceState'> {
  const before = parent?.traceState
  if (isSampled && sampleRate < 100) return { traceState: withRoom(before).set(KEY, String(sampleRate)) }
  if (before === undefined) return {}
  return { traceState: before.get(KEY) === undefined ? before : before.unset(KEY) }
}

// --- helpers ---

/** In `tracestate`. */
const KEY = 'azmon'

/** @see https://www.w3.org/TR/trace-context/#list-members: one more than these, and nobody takes any of them */
const MAX_MEMBERS = 32

function withRoom(state: TraceState | undefined): TraceState {
  const members = state?.serialize().split(',') ?? []
  if (members.length < MAX_MEMBERS || state === undefined) return state ?? createTraceState()
  return createTraceState(members.slice(0, MAX_MEMBERS - 1).join(','))
}
