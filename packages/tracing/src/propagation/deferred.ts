import type { SpanContext } from '@opentelemetry/api'

/**
 * Marks a span context of a process that has not decided whether its trace is kept. Trace flags have no bit for that; to
 * who only knows those, it is kept, because somebody may still want it.
 */
const DEFERRED: unique symbol = Symbol.for('azmon.deferred') as never

interface DeferredSpanContext extends SpanContext {
  readonly [DEFERRED]: true
}

/** The same span context, of which nobody has decided yet. */
export function deferred(spanContext: SpanContext): SpanContext {
  const marked: DeferredSpanContext = { ...spanContext, [DEFERRED]: true }
  return marked
}

export function isDeferred(spanContext: SpanContext): boolean {
  return DEFERRED in spanContext
}

/** Whom a sampler may follow: a span whose process has decided. */
export function decided(spanContext: SpanContext | undefined): SpanContext | undefined {
  return spanContext === undefined || isDeferred(spanContext) ? undefined : spanContext
}
