import type { SamplingDecision } from '@azmon/core/adapter'
import { createTraceState, type SpanContext, type TraceState } from '@opentelemetry/api'

/** Returns the sampling rate in the caller's `tracestate`, in percent; NaN if there is none. */
export function callerRate(parent: SpanContext): number {
  return Number(parent.traceState?.get(KEY) ?? Number.NaN)
}

/** Returns the caller's `tracestate` with this trace's rate. Removes the caller's rate if it does not apply. */
export function traceStateFor(
  parent: SpanContext | undefined,
  { isSampled, sampleRate }: SamplingDecision,
): Pick<SpanContext, 'traceState'> {
  const received = parent?.traceState
  if (isSampled && sampleRate < 100) return { traceState: withFreeMember(received).set(KEY, String(sampleRate)) }
  if (received === undefined) return {}
  return { traceState: received.get(KEY) === undefined ? received : received.unset(KEY) }
}

// --- helpers ---

const KEY = 'azmon'

/** A header with more members is invalid as a whole. @see https://www.w3.org/TR/trace-context/#list-members */
const MAX_MEMBERS = 32

function withFreeMember(state: TraceState | undefined): TraceState {
  const members = state?.serialize().split(',') ?? []
  if (members.length < MAX_MEMBERS || state === undefined) return state ?? createTraceState()
  return createTraceState(members.slice(0, MAX_MEMBERS - 1).join(','))
}
