import { type Link, SpanKind, type SpanStatus } from '@opentelemetry/api'
import type { ReadAttributes } from './mapping/attribute'

/** A span that has ended, whoever made it. */
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
  /** Percentage; 100 where nothing was left out. */
  readonly sampleRate: number
  /** Of the request that it is part of, where that is known. */
  readonly operationName: string | undefined
  /** How many attributes, events and links there was no room for. */
  readonly dropped: number
}

export interface SpanEvent {
  readonly name: string
  /** Epoch milliseconds. */
  readonly timeMs: number
  readonly attributes: ReadAttributes
  /** Where it stands for one: all that the error says, also of what caused it. */
  readonly error?: unknown
}

/** Whether a span of this kind is something that was asked of the process. */
export function isRequest(kind: SpanKind): boolean {
  return kind === SpanKind.SERVER || kind === SpanKind.CONSUMER
}
