import { type Link, SpanKind, type SpanStatus } from '@opentelemetry/api'
import type { ReadAttributes } from './mapping/attribute'

/** A span that has ended, made by this package or by OpenTelemetry's SDK. */
export interface FinishedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly name: string
  readonly kind: SpanKind
  /** Epoch milliseconds. */
  readonly startMs: number
  readonly durationMs: number
  readonly attributes: ReadAttributes
  readonly events: readonly SpanEvent[]
  readonly links: readonly Link[]
  readonly status: Readonly<SpanStatus>
  /** Percentage of such spans that are kept; 100 without sampling. */
  readonly sampleRate: number
  /** The name of the request that it is part of, if known. */
  readonly operationName: string | undefined
  /** The number of attributes, events and links dropped because of the span's limits. */
  readonly dropped: number
}

export interface SpanEvent {
  readonly name: string
  /** Epoch milliseconds. */
  readonly timeMs: number
  readonly attributes: ReadAttributes
  /** The error that was recorded, if the event stands for one; its `cause` chain is kept. */
  readonly error?: unknown
}

/** Whether a span of this kind becomes a row of `requests`. */
export function isRequest(kind: SpanKind): boolean {
  return kind === SpanKind.SERVER || kind === SpanKind.CONSUMER
}
