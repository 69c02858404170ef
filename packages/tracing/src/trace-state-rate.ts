import type { SamplingDecision } from '@azmon/core/adapter'
import type { SpanContext } from '@opentelemetry/api'
import { withMember } from './propagation/trace-state'

/** Returns the sampling rate in the caller's `tracestate`, in percent; NaN if it has none. */
export function callerRate(parent: SpanContext): number {
  return Number(parent.traceState?.get(KEY) ?? Number.NaN)
}

/** Returns the caller's `tracestate` with this trace's rate. Removes the caller's rate if it does not apply. */
export function traceStateFor(
  parent: SpanContext | undefined,
  { isSampled, sampleRate }: SamplingDecision,
): Pick<SpanContext, 'traceState'> {
  const received = parent?.traceState
  if (isSampled && sampleRate < 100) return { traceState: withMember(received, KEY, String(sampleRate)) }
  if (received === undefined) return {}
  return { traceState: received.get(KEY) === undefined ? received : received.unset(KEY) }
}

// --- helpers ---

const KEY = 'azmon'
