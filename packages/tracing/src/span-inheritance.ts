import type { OPERATION, Operation, SAMPLING, SamplingDecision } from '@azmon/core/adapter'
import { type Span, type SpanContext, type SpanOptions, trace } from '@opentelemetry/api'

/** The values that a span of this package passes on to its children. */
export interface SpanInheritance {
  readonly [SAMPLING]: SamplingDecision
  readonly [OPERATION]?: Operation | undefined
}

/** Returns a span that is not recorded. Keeps its kind and attributes, because they are used to find its request. */
export function unsampledSpan(
  spanContext: SpanContext,
  { kind, attributes }: SpanOptions,
  inheritance: SpanInheritance,
): Span {
  const span = trace.wrapSpanContext(spanContext)
  return Object.assign(span, { kind, attributes, ...inheritance })
}
