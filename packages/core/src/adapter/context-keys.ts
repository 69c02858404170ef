import type { Tags } from '../envelope/tags'

// Symbols and context keys that packages share: each is declared here once, with the type of its value. `Symbol.for` finds
// the same symbol in every copy of a package, so a renamed key breaks applications that load two versions.

/** The request that spans and log records belong to. Read it late: its route and its user are known late. */
export interface Operation {
  readonly name: string
  readonly userId?: string | undefined
  readonly sessionId?: string | undefined
}

/** Key of the `Operation`, on a context of OpenTelemetry and on a span. */
export const OPERATION: unique symbol = Symbol.for('azmon.operation') as never

/** Whether a trace is kept, and how many others each of its items stands for. */
export interface SamplingDecision {
  readonly isSampled: boolean
  /** Percentage, 0 to 100: the service counts a kept item as 100 / sampleRate. */
  readonly sampleRate: number
}

/** Key of the `SamplingDecision` on a span of `@azmon/tracing`, also on one that is left out. */
export const SAMPLING: unique symbol = Symbol.for('azmon.sampling') as never

/** What a record was logged in. */
export interface ActiveOperation {
  readonly tags: Tags
  /** Percentage if only a share of the traces is kept; 0 if the trace is left out; undefined if all are kept. */
  readonly sampleRate: number | undefined
}

/** When a record was logged, and as part of which operation. */
export interface LogMoment {
  readonly timeMs: number
  readonly operation: ActiveOperation | undefined
}

/** Key of the `LogMoment` on a record whose logger may hand it over later. */
export const LOG_MOMENT: unique symbol = Symbol.for('azmon.moment') as never

/** Key on `globalThis`: true while core makes a request, which must not become telemetry. */
export const SENDING: unique symbol = Symbol.for('azmon.sending') as never

/**
 * Key on a context: true while no spans are to be made.
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/opentelemetry-core/src/trace/suppress-tracing.ts
 */
export const SUPPRESS_TRACING = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** Key on a context: where OpenTelemetry's API keeps the active span. */
export const ACTIVE_SPAN = Symbol.for('OpenTelemetry Context Key SPAN')
