import type { SpanContext } from '@opentelemetry/api'

/**
 * Marks a span context from a process that deferred the sampling decision. Trace flags have no bit for this: code that reads
 * only the flags sees a sampled trace.
 */
const DEFERRED: unique symbol = Symbol.for('azmon.deferred') as never

interface DeferredSpanContext extends SpanContext {
  readonly [DEFERRED]: true
}

export function markDeferred(spanContext: SpanContext): SpanContext {
  const marked: DeferredSpanContext = { ...spanContext, [DEFERRED]: true }
  return marked
}

export function isDeferred(spanContext: SpanContext): boolean {
  return DEFERRED in spanContext
}

/** Returns the span context if it carries a sampling decision that a sampler can follow, else undefined. */
export function unlessDeferred(spanContext: SpanContext | undefined): SpanContext | undefined {
  return spanContext === undefined || isDeferred(spanContext) ? undefined : spanContext
}
