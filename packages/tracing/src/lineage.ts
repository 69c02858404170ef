import type { OPERATION, Operation, SAMPLING, SamplingDecision } from '@azmon/core/adapter'
import { type Span, type SpanContext, type SpanOptions, TraceFlags, trace } from '@opentelemetry/api'

/** What a span of ours hands on to those below it. */
export interface Lineage {
  readonly [SAMPLING]: SamplingDecision
  readonly [OPERATION]?: Operation | undefined
}

/** A span of a trace that is left out: it only hands on that it is, and what it would have begun with. */
export function leftOutSpan(spanContext: SpanContext, { kind, attributes }: SpanOptions, lineage: Lineage): Span {
  const span = trace.wrapSpanContext({ ...spanContext, traceFlags: TraceFlags.NONE })
  return Object.assign(span, { kind, attributes, ...lineage })
}
