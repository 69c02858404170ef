import { type Span, type SpanContext, type SpanOptions, TraceFlags, trace } from '@opentelemetry/api'
import type { OPERATION, Operation } from './operation'
import type { SamplingDecision } from './sampling-decision'

/** The key under which a span of this package, sampled or not, carries the decision of its trace. */
export const SAMPLING: unique symbol = Symbol.for('azmon.sampling') as never

/** The values that a span of this package passes on to its children. */
export interface SpanInheritance {
  readonly [SAMPLING]: SamplingDecision
  readonly [OPERATION]?: Operation | undefined
}

/** Returns a span that is not recorded. It keeps its kind and attributes, by which it is matched with its request. */
export function unsampledSpan(
  spanContext: SpanContext,
  { kind, attributes }: SpanOptions,
  inheritance: SpanInheritance,
): Span {
  const span = trace.wrapSpanContext({ ...spanContext, traceFlags: TraceFlags.NONE })
  return Object.assign(span, { kind, attributes, ...inheritance })
}
