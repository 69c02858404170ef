import {
  atOnce,
  OPERATION,
  type Operation,
  SAMPLING,
  type SamplingDecision,
  SUPPRESS_TRACING,
} from '@azmon/core/adapter'
import {
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  TraceFlags,
  type Tracer as TracerApi,
  trace,
} from '@opentelemetry/api'
import { CallerWatch } from './caller-watch'
import type { FinishedSpan } from './finished-span'
import { guarded } from './guarded'
import { newSpanId, newTraceId } from './ids'
import { type Lineage, leftOutSpan } from './lineage'
import { OpenRequests } from './open-requests'
import { decided } from './propagation/deferred'
import { stateOf } from './rate-state'
import { KEPT, type Sampler, type TraceBeginning } from './samplers'
import { RecordedSpan } from './span'

export interface TracerParts {
  readonly sampler: Sampler
  readonly onEnd: (span: FinishedSpan) => void
  /** A span begins in a trace that is not kept. */
  readonly onLeftOut: () => void
}

/** Makes spans. The interface is OpenTelemetry's, and `span` beside it, which needs no `end`. */
export class Tracer implements TracerApi {
  readonly #parts: TracerParts
  readonly openRequests = new OpenRequests()
  readonly #callers = new CallerWatch()

  constructor(parts: TracerParts) {
    this.#parts = parts
  }

  /**
   * Runs `work` in a span that ends with it, whether it returns, throws or resolves. What it throws is recorded and thrown
   * on.
   */
  span<T>(name: string, work: (span: Span) => T): T
  span<T>(name: string, options: SpanOptions, work: (span: Span) => T): T
  span<T>(name: string, optionsOrWork: SpanOptions | ((span: Span) => T), last?: (span: Span) => T): T {
    const [options, work] = typeof optionsOrWork === 'function' ? [{}, optionsOrWork] : [optionsOrWork, last]
    if (work === undefined) throw new TypeError('span needs a function to run.')
    return this.startActiveSpan(name, options, (span) => endWith(span, work))
  }

  startSpan(name: string, options: SpanOptions = {}, within: Context = context.active()): Span {
    if (within.getValue(SUPPRESS_TRACING) === true) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT)
    const parent = options.root === true ? undefined : trace.getSpan(within)
    const parentContext = validContext(parent)
    const traceId = parentContext?.traceId ?? newTraceId()
    const { kind = SpanKind.INTERNAL, attributes = {}, links = [], startTime } = options
    const sampling =
      lineageOf(parent)?.[SAMPLING] ?? this.#decide({ traceId, parent: decided(parentContext), spanName: name }, kind)
    const spanContext = {
      traceId,
      spanId: newSpanId(),
      traceFlags: sampling.isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
      ...stateOf(parentContext, sampling),
    }
    const operation = (within.getValue(OPERATION) as Operation | undefined) ?? lineageOf(parent)?.[OPERATION]
    if (!sampling.isSampled) {
      this.#parts.onLeftOut()
      return leftOutSpan(spanContext, { kind, attributes }, { [SAMPLING]: sampling, [OPERATION]: operation })
    }
    const parentSpanId = parentContext?.spanId
    return new RecordedSpan(
      { spanContext, parentSpanId, name, kind, attributes, links, startTime, sampling, operation },
      this.#parts.onEnd,
    )
  }

  startActiveSpan<F extends (span: Span) => unknown>(name: string, work: F): ReturnType<F>
  startActiveSpan<F extends (span: Span) => unknown>(name: string, options: SpanOptions, work: F): ReturnType<F>
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: SpanOptions,
    within: Context,
    work: F,
  ): ReturnType<F>
  startActiveSpan<F extends (span: Span) => unknown>(name: string, ...args: readonly unknown[]): ReturnType<F> {
    const work = args.at(-1) as F
    const [options, within] = args.slice(0, -1) as [SpanOptions?, Context?]
    const outer = within ?? context.active()
    const span = this.startSpan(name, options, outer)
    return context.with(trace.setSpan(outer, span), () => work(span) as ReturnType<F>)
  }

  #decide(beginning: TraceBeginning, kind: SpanKind): SamplingDecision {
    const { sampler } = this.#parts
    // A sampler of the application's that fails is no reason to lose a trace, nor to end a request.
    const decide = () =>
      atOnce<SamplingDecision | undefined>('decide of the sampler', sampler.decide(beginning), undefined)
    const decision = guarded(decide, undefined) ?? KEPT
    const { parent } = beginning
    const isCallers = parent?.isRemote === true && (parent.traceFlags & TraceFlags.SAMPLED) === 0
    if (kind === SpanKind.SERVER) this.#callers.saw(isCallers && !decision.isSampled)
    return decision
  }
}

/** Runs `work`, and ends its span with it. */
export function endWith<T>(span: Span, work: (span: Span) => T): T {
  try {
    const result = work(span)
    if (!isThenable(result)) {
      span.end()
      return result
    }
    return result.then(
      (value: unknown) => {
        span.end()
        return value
      },
      (error: unknown) => {
        fail(span, error)
        throw error
      },
    ) as T
  } catch (error) {
    fail(span, error)
    throw error
  }
}

// --- helpers, in order of use ---

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

function fail(span: Span, error: unknown): void {
  span.recordException(error as Error) // whatever was thrown: it becomes an exception of some kind
  const message = guarded(() => String(error instanceof Error ? error.message : error), 'an error without a text')
  span.setStatus({ code: SpanStatusCode.ERROR, message })
  span.end()
}

function validContext(parent: Span | undefined): SpanContext | undefined {
  const spanContext = parent?.spanContext()
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext : undefined
}

function lineageOf(parent: Span | undefined): Lineage | undefined {
  return parent !== undefined && SAMPLING in parent ? (parent as Span & Lineage) : undefined
}
