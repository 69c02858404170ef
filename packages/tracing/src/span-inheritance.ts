import type { OPERATION, Operation, SAMPLING, SamplingDecision } from '@azmon/core/adapter'
import { type Span, type SpanContext, type SpanOptions, trace } from '@opentelemetry/api'
import { truncatedCopy } from './span-budget'

/** The values that a span of this package passes on to its children. */
export interface SpanInheritance {
  readonly [SAMPLING]: SamplingDecision
  readonly [OPERATION]?: Operation | undefined
}

/**
 * Returns a span that is not recorded. Keeps its kind and attributes, because they are used to find its request, and its name,
 * because the warnings and errors of the request are kept.
 */
export function unsampledSpan(
  spanContext: SpanContext,
  name: string,
  { kind, attributes }: SpanOptions,
  inheritance: SpanInheritance,
): Span {
  const span = trace.wrapSpanContext(spanContext)
  const updateName = (newName: string) => Object.assign(span, { name: truncatedCopy(newName) })
  return Object.assign(span, { name, kind, attributes, updateName, ...inheritance })
}
