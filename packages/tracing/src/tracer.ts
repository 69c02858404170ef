import {
  OPERATION,
  type Operation,
  resultOr,
  SAMPLING,
  type SamplingDecision,
  SUPPRESS_TRACING,
  syncResult,
} from '@azmon/core/adapter'
import {
  type Attributes,
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
import { newSpanId, newTraceId } from './ids'
import { JoinedSpan } from './joined-span'
import { OpenRequests } from './open-requests'
import { unlessDeferred } from './propagation/deferred'
import { RANDOM_TRACE_ID } from './propagation/trace-context'
import { describesRequest, isChildOrSibling } from './same-request'
import { KEPT, type Sampler, type TraceBeginning } from './samplers'
import { RecordedSpan } from './span'
import { REQUEST, type RequestSpan, type SpanInheritance, unsampledSpan } from './span-inheritance'
import { traceStateFor } from './trace-state-rate'

export interface TracerParts {
  readonly sampler: Sampler
  readonly onEnd: (span: FinishedSpan) => void
  /** Called for each span of a trace that is not sampled. */
  readonly onUnsampled: () => void
}

/** Makes spans: OpenTelemetry's `Tracer`, plus `span()`, which ends its span by itself. */
export class Tracer implements TracerApi {
  readonly #parts: TracerParts
  readonly openRequests = new OpenRequests()
  readonly #callerWatch = new CallerWatch()

  constructor(parts: TracerParts) {
    this.#parts = parts
  }

  /**
   * Runs `work` in a span that ends when `work` returns, throws or settles. An error is recorded on the span and rethrown.
   * @throws TypeError if no function is given.
   */
  span<T>(name: string, work: (span: Span) => T): T
  span<T>(name: string, options: SpanOptions, work: (span: Span) => T): T
  span<T>(name: string, optionsOrWork: SpanOptions | ((span: Span) => T), last?: (span: Span) => T): T {
    const [options, work] = typeof optionsOrWork === 'function' ? [{}, optionsOrWork] : [optionsOrWork, last]
    if (work === undefined)
      throw new TypeError('tracer.span() needs a function to run: tracer.span(name, options, (span) => …).')
    return this.startActiveSpan(name, options, (span) => endWith(span, work))
  }

  startSpan(name: string, options: SpanOptions = {}, within: Context = context.active()): Span {
    if (within.getValue(SUPPRESS_TRACING) === true) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT)
    const parent = options.root === true ? undefined : trace.getSpan(within)
    const request = inheritanceOf(parent)?.[REQUEST]
    if (request instanceof RecordedSpan && request.isDiscarded) return request
    const parentContext = validContext(parent)
    const traceId = parentContext?.traceId ?? newTraceId()
    const { kind = SpanKind.INTERNAL, attributes = {}, links = [], startTime } = options
    const joined =
      kind === SpanKind.SERVER && options.root !== true ? this.#requestOf(parent, within, attributes) : undefined
    if (joined !== undefined) return new JoinedSpan(joined, attributes, links)
    const sampling =
      inheritanceOf(parent)?.[SAMPLING] ??
      this.#decide({ traceId, parent: unlessDeferred(parentContext), spanName: name }, kind)
    const spanContext = {
      traceId,
      spanId: newSpanId(),
      traceFlags: flagsFor(parentContext, sampling),
      ...traceStateFor(parentContext, sampling),
    }
    const operation = (within.getValue(OPERATION) as Operation | undefined) ?? inheritanceOf(parent)?.[OPERATION]
    if (!sampling.isSampled) {
      this.#parts.onUnsampled()
      return unsampledSpan(spanContext, name, { kind, attributes }, { [SAMPLING]: sampling, [OPERATION]: operation })
    }
    const parentSpanId = parentContext?.spanId
    const own = { spanContext, parentSpanId, name, kind, attributes, links, startTime, sampling, operation, request }
    return new RecordedSpan(own, this.#parts.onEnd)
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

  /** Returns the request that a new server span describes again, as spans of Next.js and Hono do. */
  #requestOf(parent: Span | undefined, within: Context, attributes: Attributes): RequestSpan | undefined {
    if (within.getValue(REQUEST) === null) return undefined
    const inherited = inheritanceOf(parent)
    if (inherited !== undefined) {
      const request = inherited[REQUEST]
      return request !== undefined && describesRequest(attributes, request) ? request : undefined
    }
    // The framework has read the parent from the headers, or starts without one.
    const parentContext = validContext(parent)
    const spans = [within, context.active()].map((around) => around.getValue(REQUEST) as Span | null | undefined)
    return [...spans, parentContext && this.openRequests.spanOf(parentContext.spanId)]
      .map((span) => inheritanceOf(span ?? undefined)?.[REQUEST])
      .find(
        (request) =>
          request !== undefined && isChildOrSibling(request, parentContext) && describesRequest(attributes, request),
      )
  }

  #decide(beginning: TraceBeginning, kind: SpanKind): SamplingDecision {
    const { sampler } = this.#parts
    // The application's sampler may throw. In that case the trace is kept, and the request continues.
    const decide = () =>
      syncResult<SamplingDecision | undefined>('sampler.decide', sampler.decide(beginning), undefined)
    const decision = resultOr(decide, undefined) ?? KEPT
    const { parent } = beginning
    const isCallerUnsampled = parent?.isRemote === true && (parent.traceFlags & TraceFlags.SAMPLED) === 0
    if (kind === SpanKind.SERVER) this.#callerWatch.addRequest(isCallerUnsampled && !decision.isSampled)
    return decision
  }
}

/** Runs `work` and ends `span` when it returns, throws or settles. Before that, passes the result to `onResult`. */
export function endWith<T>(span: Span, work: (span: Span) => T, onResult: (result: unknown) => void = () => {}): T {
  const end = (result: unknown) => {
    resultOr(() => onResult(result), undefined)
    span.end()
    return result
  }
  try {
    const result = work(span)
    if (!isThenable(result)) {
      end(result)
      return result
    }
    return result.then(end, (error: unknown) => {
      fail(span, error)
      throw error
    }) as T
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
  span.recordException(error as Error) // any thrown value becomes an exception
  const message = resultOr(
    () => String(error instanceof Error ? error.message : error),
    'an error whose message cannot be read',
  )
  span.setStatus({ code: SpanStatusCode.ERROR, message })
  span.end()
}

function validContext(parent: Span | undefined): SpanContext | undefined {
  const spanContext = parent?.spanContext()
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext : undefined
}

function flagsFor(parent: SpanContext | undefined, { isSampled }: SamplingDecision): number {
  return (isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE) | ((parent?.traceFlags ?? 0) & RANDOM_TRACE_ID)
}

function inheritanceOf(parent: Span | undefined): SpanInheritance | undefined {
  return parent !== undefined && SAMPLING in parent ? (parent as Span & SpanInheritance) : undefined
}
