import type { OPERATION, Operation, SAMPLING, SamplingDecision } from '@azmon/core/adapter'
import {
  type Attributes,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanOptions,
  trace,
} from '@opentelemetry/api'
import type { JoinedSpans } from './joined-spans'
import { nameCopy } from './span-budget'

/**
 * Key in a context and on a span: the span of the request that is being served. In a context, `null` says that the next span
 * begins a request of its own.
 */
export const REQUEST: unique symbol = Symbol('azmon.request') as never

/** The values that a span of this package passes on to its children. */
export interface SpanInheritance {
  readonly [SAMPLING]: SamplingDecision
  readonly [OPERATION]?: Operation | undefined
  /** Undefined outside of a request, and below a call to another process. */
  readonly [REQUEST]?: RequestSpan | undefined
}

/** The recorded span of a request. Spans below it may describe the same request. */
export interface RequestSpan extends Span, SpanInheritance {
  readonly name: string
  readonly kind: SpanKind
  readonly attributes: Readonly<Attributes>
  readonly parentSpanId: string | undefined
  /** Sets the route that a descendant has reported, unless the request has a better one. */
  suggestRoute(route: string): void
  /** Registers a span that has joined this one and is open until it calls `end` of the result. */
  join(): Pick<JoinedSpans, 'end'>
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
  const updateName = (newName: string) => Object.assign(span, { name: nameCopy(newName) })
  return Object.assign(span, { name: nameCopy(name), kind, attributes, updateName, ...inheritance })
}
