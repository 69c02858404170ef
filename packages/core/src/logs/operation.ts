import type { Tags } from '../envelope/tags'

/** What is asked of OpenTelemetry's `Context`; core needs no OpenTelemetry. */
export interface ActiveContext {
  getValue(key: symbol): unknown
}

/** What is asked of its `Span`: an SDK's own ones have name and kind, too. */
export interface ActiveSpan {
  spanContext(): { readonly traceId: string; readonly spanId: string }
}

/** The operation that a span is part of; undefined where there is no span, or one that stands for none. */
export function operationTags(active: ActiveContext, span: ActiveSpan | undefined): Tags | undefined {
  const spanContext = span?.spanContext()
  if (span === undefined || spanContext === undefined) return undefined
  const { traceId, spanId } = spanContext
  if (!isTraceId(traceId) || !isSpanId(spanId)) return undefined
  const tags: Tags = { 'ai.operation.id': traceId, 'ai.operation.parentId': spanId }
  const name = operationName(active, span)
  if (name !== undefined) tags['ai.operation.name'] = name
  return tags
}

/** @see https://www.w3.org/TR/trace-context/#trace-id */
export function isTraceId(id: unknown): id is string {
  return typeof id === 'string' && /^(?!0{32})[\da-f]{32}$/i.test(id)
}

/** @see https://www.w3.org/TR/trace-context/#parent-id */
export function isSpanId(id: unknown): id is string {
  return typeof id === 'string' && /^(?!0{16})[\da-f]{16}$/i.test(id)
}

// --- helpers, in order of use ---

/** Whoever traces a request keeps its name here, because the route is known only later. */
const OPERATION = Symbol.for('azmon.operation')

/** OpenTelemetry's `SpanKind.SERVER`. */
const SERVER = 1

/** The name of the request that all of this belongs to, where the context or the span knows it. */
function operationName(active: ActiveContext, span: ActiveSpan): string | undefined {
  const operation = active.getValue(OPERATION)
  const { name, kind } = span as { readonly name?: string; readonly kind?: number }
  const known = isNamed(operation) ? operation.name : kind === SERVER ? name : undefined
  return known === '' ? undefined : known
}

function isNamed(operation: unknown): operation is { readonly name: string } {
  return (
    typeof operation === 'object' && operation !== null && 'name' in operation && typeof operation.name === 'string'
  )
}
