import { type Link, SpanKind, type SpanStatus } from '@opentelemetry/api'
import type { ReadAttributes } from './mapping/attribute'

/** A span that has ended, made by this package or by OpenTelemetry's SDK. */
export interface FinishedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  /** For a request, the name that the application gave it, else its method and route. */
  readonly name: string
  readonly kind: SpanKind
  /** Epoch milliseconds. */
  readonly startMs: number
  readonly durationMs: number
  readonly attributes: ReadAttributes
  readonly events: readonly SpanEvent[]
  readonly links: readonly Link[]
  readonly status: Readonly<SpanStatus>
  /** Percentage of similar spans that are kept; 100 without sampling. */
  readonly sampleRate: number
  /** The name of the request that the span belongs to, if known. */
  readonly operationName: string | undefined
  /** The number of attributes, events and links dropped because of the span's limits. */
  readonly dropped: number
}

export interface SpanEvent {
  readonly name: string
  /** Epoch milliseconds. */
  readonly timeMs: number
  readonly attributes: ReadAttributes
  /** The recorded error, with its `cause` chain, if the event represents one. */
  readonly error?: unknown
}

/** Returns whether a span of this kind becomes a row of `requests`. */
export function isRequest(kind: SpanKind): boolean {
  return kind === SpanKind.SERVER || kind === SpanKind.CONSUMER
}
