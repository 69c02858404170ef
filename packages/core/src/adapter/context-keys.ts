import type { Tags } from '../envelope/tags'

// The symbols and context keys that packages share, each with the type of its value. `Symbol.for` finds the same symbol in
// every copy of a package, so renaming a key breaks applications that load two versions.

/** The request that spans and log records belong to. Read it as late as possible: its route and user are not known early. */
export interface Operation {
  readonly name: string
  /** The signed-in user. */
  readonly userId?: string | undefined
  /** The id of a user who may not be signed in, such as that of a browser. */
  readonly anonymousUserId?: string | undefined
  readonly sessionId?: string | undefined
}

/** Key of the `Operation` on a span, and in a context of OpenTelemetry. */
export const OPERATION: unique symbol = Symbol.for('azmon.operation') as never

/** Whether a trace is kept, and at which sample rate. */
export interface SamplingDecision {
  readonly isSampled: boolean
  /** Percentage, 0 to 100: the service counts a kept item as 100 / sampleRate. */
  readonly sampleRate: number
}

/** Key of the `SamplingDecision` on a span of `@azmon/tracing`, even on a span that is not kept. */
export const SAMPLING: unique symbol = Symbol.for('azmon.sampling') as never

/** The operation that a record was logged in. */
export interface ActiveOperation {
  readonly tags: Tags
  /** Percentage if only a share of the traces is kept; 0 if this trace is dropped; undefined if all traces are kept. */
  readonly sampleRate: number | undefined
}

/** The time and the operation of a log call. */
export interface LogMoment {
  readonly timeMs: number
  readonly operation: ActiveOperation | undefined
}

/** Key of the `LogMoment` on a record that its logger may pass to the transport later. */
export const LOG_MOMENT: unique symbol = Symbol.for('azmon.moment') as never

/** Key on `globalThis`: true while core makes a request, which must not become telemetry. */
export const SENDING: unique symbol = Symbol.for('azmon.sending') as never

/**
 * Key in a context: true while no spans must be created.
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/opentelemetry-core/src/trace/suppress-tracing.ts
 */
export const SUPPRESS_TRACING = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** Key in a context: where OpenTelemetry's API keeps the active span. */
export const ACTIVE_SPAN = Symbol.for('OpenTelemetry Context Key SPAN')
