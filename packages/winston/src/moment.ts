import type { Tags } from '@azmon/core'
import { type Context, context, isSpanContextValid, type Span, SpanKind, trace } from '@opentelemetry/api'
import { type LogInfo, read } from './log-info'

/** When a record was logged, and as part of which operation. */
export interface Moment {
  readonly timeMs: number
  /** Absent outside of any operation. */
  readonly tags: Tags | undefined
}

/** Where a correlated logger's records carry theirs. */
export const MOMENT: unique symbol = Symbol.for('azmon.moment') as never

/** Now, within the active span of whatever provider the application has registered with `@opentelemetry/api`. */
export function currentMoment(): Moment {
  return { timeMs: Date.now(), tags: operationTags(context.active()) }
}

/** The moment of the log call where its logger is correlated, else of its arrival here. */
export function momentOf(info: LogInfo): Moment {
  const stamped = read(info, MOMENT)
  return stamped === undefined ? currentMoment() : (stamped as Moment)
}

// --- helpers, in order of use ---

function operationTags(active: Context): Tags | undefined {
  const span = trace.getSpan(active)
  const spanContext = span?.spanContext()
  if (span === undefined || spanContext === undefined || !isSpanContextValid(spanContext)) return undefined
  const tags: Tags = { 'ai.operation.id': spanContext.traceId, 'ai.operation.parentId': spanContext.spanId }
  const name = operationName(active, span)
  if (name !== undefined) tags['ai.operation.name'] = name
  return tags
}

/** Whoever traces a request keeps its name here, because the route is known only later. */
const OPERATION = Symbol.for('azmon.operation')

/** The name of the request that all of this belongs to, where the context or the span knows it. */
function operationName(active: Context, span: Span): string | undefined {
  const operation = active.getValue(OPERATION)
  const { name, kind } = span as Partial<{ readonly name: string; readonly kind: SpanKind }>
  const known = isNamed(operation) ? operation.name : kind === SpanKind.SERVER ? name : undefined
  return known === '' ? undefined : known
}

function isNamed(operation: unknown): operation is { readonly name: string } {
  return (
    typeof operation === 'object' && operation !== null && 'name' in operation && typeof operation.name === 'string'
  )
}
