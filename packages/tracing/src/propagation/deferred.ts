import type { SpanContext } from '@opentelemetry/api'

/**
 * Marks a span context whose process left the sampling decision open. Trace flags have no bit for that: code that only reads
 * the flags sees a sampled trace.
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

/** Returns the span context only if its process made a sampling decision, which a sampler can follow. */
export function unlessDeferred(spanContext: SpanContext | undefined): SpanContext | undefined {
  return spanContext === undefined || isDeferred(spanContext) ? undefined : spanContext
}
