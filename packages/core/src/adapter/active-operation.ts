import type { Envelope } from '../envelope/envelope'
import { isFields } from '../envelope/fields'
import { SeverityLevel } from '../envelope/severity'
import type { Tags } from '../envelope/tags'
import { contextManager } from '../open-telemetry'
import { ACTIVE_SPAN, type ActiveOperation, OPERATION, SAMPLING } from './context-keys'

/** The part of OpenTelemetry's `Context` that core uses; core does not depend on OpenTelemetry. */
export interface ActiveContext {
  getValue(key: symbol): unknown
}

/** The part of OpenTelemetry's `Span` that core uses. Spans of an SDK also have a name and a kind. */
export interface ActiveSpan {
  spanContext(): { readonly traceId: string; readonly spanId: string; readonly traceFlags?: number }
}

/** Returns the operation that a span belongs to; undefined without a span, or if the span has no valid ids. */
export function activeOperation(active: ActiveContext, span: ActiveSpan | undefined): ActiveOperation | undefined {
  const spanContext = span?.spanContext()
  if (span === undefined || spanContext === undefined) return undefined
  const { traceId, spanId } = spanContext
  if (!isTraceId(traceId) || !isSpanId(spanId)) return undefined
  const tags: Tags = { 'ai.operation.id': traceId, 'ai.operation.parentId': spanId }
  const { name, userId, anonymousUserId, sessionId } = requestOf(active, span)
  if (isText(name)) tags['ai.operation.name'] = name
  if (isText(userId)) tags['ai.user.authUserId'] = userId
  if (isText(anonymousUserId)) tags['ai.user.id'] = anonymousUserId
  if (isText(sessionId)) tags['ai.session.id'] = sessionId
  return { tags, sampleRate: sampleRateOf(span) }
}

/**
 * Gives the envelope the sample rate of its trace. Warnings and errors are kept even if the trace is dropped, because a
 * caller may have made that decision. Returns `envelope` itself.
 */
export function inheritSampling(sampleRate: number | undefined, envelope: Envelope): Envelope {
  if (sampleRate === undefined) return envelope
  const { baseData } = envelope.data
  const isKept = 'severityLevel' in baseData && (baseData.severityLevel ?? 0) >= SeverityLevel.Warning
  envelope.sampleRate = isKept ? 100 : sampleRate
  return envelope
}

/** Adds the active operation and its sample rate, unless the envelope names an operation. Returns `envelope` itself. */
export function inActiveOperation(envelope: Envelope): Envelope {
  return inOperation(contextManager()?.active(), envelope)
}

/** Does the same with the operation of the context `active`. */
export function inOperation(active: ActiveContext | undefined, envelope: Envelope): Envelope {
  if (active === undefined || envelope.tags?.['ai.operation.id'] !== undefined) return envelope
  const operation = operationOf(active)
  if (operation === undefined) return envelope
  envelope.tags = { ...operation.tags, ...envelope.tags }
  // A metric is already aggregated, so sampling would make its values wrong.
  return envelope.data.baseType === 'MetricData' ? envelope : inheritSampling(operation.sampleRate, envelope)
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

/** Returns undefined if the span throws, which a span of another library may do. */
function operationOf(active: ActiveContext): ActiveOperation | undefined {
  try {
    return activeOperation(active, active.getValue(ACTIVE_SPAN) as ActiveSpan | undefined)
  } catch {
    return undefined
  }
}

/** OpenTelemetry's `SpanKind.SERVER`. */
const SERVER = 1

/** The attribute in which our sampler for OpenTelemetry's SDK stores the sample rate of a span that it keeps. */
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

/** Returns the fields of the request from the context or the span. */
function requestOf(active: ActiveContext, span: ActiveSpan): Readonly<Record<string, unknown>> {
  const operation = active.getValue(OPERATION) ?? Reflect.get(span, OPERATION)
  if (isFields(operation) && typeof operation['name'] === 'string') return operation
  const { name, kind } = span as { readonly name?: string; readonly kind?: number }
  return kind === SERVER ? { name } : {}
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
