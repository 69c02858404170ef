import type { SdkResource } from '@azmon/core/adapter'
import type { HrTime, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api'
import { type FinishedSpan, isRequest } from './finished-span'
import { SAMPLE_RATE } from './sdk-sampler'
import { epochMs } from './span-time'

/** The part of an OpenTelemetry SDK span (version 1, 2 or 3) that the exporter reads. */
export interface ReadableSpan {
  readonly name: string
  readonly kind: SpanKind
  spanContext(): SpanContext
  /** Present in version 2 and later. */
  readonly parentSpanContext?: SpanContext | undefined
  /** Present in version 1. */
  readonly parentSpanId?: string | undefined
  readonly startTime: HrTime
  readonly endTime: HrTime
  readonly status: SpanStatus
  readonly attributes: SdkAttributes
  readonly links: readonly { readonly context: SpanContext }[]
  readonly events: readonly {
    readonly name: string
    readonly time: HrTime
    readonly attributes?: SdkAttributes | undefined
  }[]
  readonly droppedAttributesCount?: number | undefined
  readonly droppedEventsCount?: number | undefined
  readonly droppedLinksCount?: number | undefined
  readonly resource?: SdkResource | undefined
}

/** Since version 1.10 of the API a value can be of any type. */
type SdkAttributes = Readonly<Record<string, unknown>>

/** `operationName` is the name of the request that the span belongs to, or that it is. */
export function toFinishedSpan(span: ReadableSpan, operationName: string | undefined): FinishedSpan {
  const { traceId, spanId } = span.spanContext()
  const { [SAMPLE_RATE]: rate, ...attributes } = span.attributes
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span
  const startMs = epochMs(span.startTime)
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? span.parentSpanId,
    name: isRequest(span.kind) ? (operationName ?? span.name) : span.name,
    kind: span.kind,
    startMs,
    durationMs: Math.max(0, epochMs(span.endTime) - startMs),
    attributes,
    events: span.events.map(({ name, time, attributes: said = {} }) => ({
      name,
      timeMs: epochMs(time),
      attributes: said,
    })),
    links: span.links.map(({ context }) => ({ context })),
    status: span.status,
    sampleRate: typeof rate === 'number' ? rate : 100,
    operationName,
    dropped: (droppedAttributesCount ?? 0) + (droppedEventsCount ?? 0) + (droppedLinksCount ?? 0),
  }
}
