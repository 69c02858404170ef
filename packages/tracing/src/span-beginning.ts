import type { Operation, SamplingDecision } from '@azmon/core/adapter'
import type { Attributes, Link, SpanContext, SpanKind, TimeInput } from '@opentelemetry/api'
import type { RequestSpan } from './span-inheritance'

/** The values that a recorded span starts with. */
export interface SpanBeginning {
  readonly spanContext: SpanContext
  readonly parentSpanId: string | undefined
  readonly name: string
  readonly kind: SpanKind
  readonly attributes: Attributes
  readonly links: readonly Link[]
  readonly startTime: TimeInput | undefined
  readonly sampling: SamplingDecision
  readonly operation: Operation | undefined
  /** The request that the parent serves. */
  readonly request: RequestSpan | undefined
}
