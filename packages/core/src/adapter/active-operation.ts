import type { Envelope } from '../envelope/envelope'
import { isFields } from '../envelope/fields'
import { SeverityLevel } from '../envelope/severity'
import type { Tags } from '../envelope/tags'
import { contextManager } from '../open-telemetry'

/** What is asked of OpenTelemetry's `Context`; core needs no OpenTelemetry. */
export interface ActiveContext {
  getValue(key: symbol): unknown
}

/** What is asked of its `Span`: an SDK's own ones have name and kind, too. */
export interface ActiveSpan {
  spanContext(): { readonly traceId: string; readonly spanId: string; readonly traceFlags?: number }
}

/** What a record is logged in. */
export interface ActiveOperation {
  readonly tags: Tags
  /** Percentage at which a span of our tracer or our sampler is kept, where that is a share; 0 where it is left out. */
  readonly sampleRate: number | undefined
}

/** The operation that a span is part of; undefined where there is no span, or one that stands for none. */
export function activeOperation(active: ActiveContext, span: ActiveSpan | undefined): ActiveOperation | undefined {
  const spanContext = span?.spanContext()
  if (span === undefined || spanContext === undefined) return undefined
  const { traceId, spanId } = spanContext
  if (!isTraceId(traceId) || !isSpanId(spanId)) return undefined
  const tags: Tags = { 'ai.operation.id': traceId, 'ai.operation.parentId': spanId }
  const { name, userId, sessionId } = requestOf(active, span)
  if (isText(name)) tags['ai.operation.name'] = name
  if (isText(userId)) tags['ai.user.authUserId'] = userId
  if (isText(sessionId)) tags['ai.session.id'] = sessionId
  return { tags, sampleRate: sampleRateOf(span) }
}

/**
 * A record shares the fate of a trace of which only a share is kept. A warning or an error is kept whatever becomes of its
 * trace, which a caller may have decided. Returns `envelope` itself.
 */
export function withFateOf(sampleRate: number | undefined, envelope: Envelope): Envelope {
  if (sampleRate === undefined) return envelope
  const { baseData } = envelope.data
  const isKept = 'severityLevel' in baseData && (baseData.severityLevel ?? 0) >= SeverityLevel.Warning
  envelope.sampleRate = isKept ? 100 : sampleRate
  return envelope
}

/** Ties an item to the active operation, whose fate it shares, unless it names its own. Returns `envelope` itself. */
export function inActiveOperation(envelope: Envelope): Envelope {
  return inOperation(contextManager()?.active(), envelope)
}

/** The same for the operation that `active` is the context of. */
export function inOperation(active: ActiveContext | undefined, envelope: Envelope): Envelope {
  if (active === undefined || envelope.tags?.['ai.operation.id'] !== undefined) return envelope
  const operation = operationOf(active)
  if (operation === undefined) return envelope
  envelope.tags = { ...operation.tags, ...envelope.tags }
  // A metric is a sum already: nothing of it may be left out.
  return envelope.data.baseType === 'MetricData' ? envelope : withFateOf(operation.sampleRate, envelope)
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

/** A span may be anybody's: one that fails to tell what it is costs an item no more than its operation. */
function operationOf(active: ActiveContext): ActiveOperation | undefined {
  try {
    return activeOperation(active, active.getValue(SPAN) as ActiveSpan | undefined)
  } catch {
    return undefined
  }
}

/** Where OpenTelemetry's API keeps the active span. */
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN')

/** Whoever traces a request keeps its name and its user here, because both are known only later. */
const OPERATION = Symbol.for('azmon.operation')

/** OpenTelemetry's `SpanKind.SERVER`. */
const SERVER = 1

/** Where a span of `@azmon/tracing` has what was decided of its trace. */
const SAMPLING = Symbol.for('azmon.sampling')

/** Where a sampler for OpenTelemetry's SDK leaves the rate of a span that it keeps; of one that it leaves out nothing is known. */
const SAMPLE_RATE = 'microsoft.sample_rate'

function sampleRateOf(span: ActiveSpan): number | undefined {
  const decision: unknown = Reflect.get(span, SAMPLING)
  if (Reflect.get(Object(decision), 'isSampled') === false) return 0
  const rate: unknown =
    decision === undefined
      ? Reflect.get(Object(Reflect.get(span, 'attributes')), SAMPLE_RATE)
      : Reflect.get(Object(decision), 'sampleRate')
  return typeof rate === 'number' && rate >= 0 && rate < 100 ? rate : undefined
}

/** What the context or the span knows of the request that all of this belongs to. */
function requestOf(active: ActiveContext, span: ActiveSpan): Readonly<Record<string, unknown>> {
  const operation = active.getValue(OPERATION) ?? Reflect.get(span, OPERATION)
  if (isFields(operation) && typeof operation['name'] === 'string') return operation
  const { name, kind } = span as { readonly name?: string; readonly kind?: number }
  return kind === SERVER ? { name } : {}
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
