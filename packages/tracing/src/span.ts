import { OPERATION, type Operation, SAMPLING, type SamplingDecision } from '@azmon/core/adapter'
import {
  type Attributes,
  type AttributeValue,
  type Exception,
  INVALID_SPAN_CONTEXT,
  type Link,
  type SpanContext,
  SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api'
import { type FinishedSpan, isRequest } from './finished-span'
import { JoinedSpans } from './joined-spans'
import { firstString } from './mapping/attribute'
import { METHOD, ROUTE, requestName } from './mapping/request-name'
import { ANONYMOUS_USER, SESSION, SpanOperation, USER } from './operation'
import { suggestRouteToRequest } from './same-request'
import type { SpanBeginning } from './span-beginning'
import { BoundedAttributes, nameCopy, SpanBudget, truncatedCopy } from './span-budget'
import { copyOf, SpanEvents } from './span-events'
import { REQUEST, type RequestSpan } from './span-inheritance'
import { epochMs, isTime, nowMs } from './span-time'

/** The default of OpenTelemetry's SDKs. @see https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits */
const MAX_LINKS = 128

/** A span that is recorded. It cannot change after it has ended. */
export class RecordedSpan implements RequestSpan {
  readonly kind: SpanKind
  readonly parentSpanId: string | undefined
  readonly [SAMPLING]: SamplingDecision
  readonly [REQUEST]: RequestSpan | undefined
  readonly #spanContext: SpanContext
  readonly #operation: Operation | undefined
  readonly #startMs: number
  /** A `performance.now()` reading, unless a start time was given: the wall clock may be set before the span ends. */
  readonly #startedAtMs: number | undefined
  readonly #budget = new SpanBudget()
  readonly #attributes = new BoundedAttributes(this.#budget)
  readonly #events = new SpanEvents(this.#budget)
  readonly #links: Link[] = []
  readonly #onEnd: (span: FinishedSpan) => void
  #name: string
  #isRenamed = false
  /** The route that a descendant has reported. */
  #foundRoute: string | undefined
  #status: SpanStatus = { code: SpanStatusCode.UNSET }
  /** Known from the call of `end`. */
  #durationMs: number | undefined
  #joined: JoinedSpans | undefined
  #state: 'open' | 'ended' | 'discarded' = 'open'

  constructor(beginning: SpanBeginning, onEnd: (span: FinishedSpan) => void) {
    const { spanContext, parentSpanId, name, kind, attributes, links, startTime, sampling, operation, request } =
      beginning
    this.kind = kind
    this.parentSpanId = parentSpanId
    this[SAMPLING] = sampling
    this[REQUEST] = kind === SpanKind.SERVER ? this : kind === SpanKind.INTERNAL ? request : undefined
    this.#spanContext = spanContext
    this.#name = nameCopy(name)
    this.#operation = isRequest(kind)
      ? new SpanOperation(() => this.#requestName(), this.#attributes.values)
      : operation
    this.#startMs = startTime === undefined ? nowMs() : epochMs(startTime)
    this.#startedAtMs = startTime === undefined ? performance.now() : undefined
    this.#onEnd = onEnd
    this.setAttributes(attributes)
    this.addLinks(links)
  }

  get name(): string {
    return this.#name
  }

  get [OPERATION](): Operation | undefined {
    return this.#operation
  }

  /** OpenTelemetry's SDKs have this property, too, and instrumentation reads it. */
  get attributes(): Readonly<Attributes> {
    return this.#attributes.values
  }

  spanContext(): SpanContext {
    return this.isDiscarded ? INVALID_SPAN_CONTEXT : this.#spanContext
  }

  isRecording(): boolean {
    return this.#state === 'open'
  }

  setAttribute(key: string, value: AttributeValue | undefined): this {
    if (this.isRecording()) this.#attributes.set(key, value)
    if (key === ROUTE) suggestRouteToRequest(this)
    return this
  }

  setAttributes(attributes: Attributes): this {
    if (this.isRecording()) this.#attributes.setAll(attributes)
    suggestRouteToRequest(this)
    return this
  }

  suggestRoute(route: string): void {
    const { [ROUTE]: current } = this.#attributes.values
    const { length } = this.#foundRoute ?? ''
    // The route of middleware is shorter than that of the handler below it.
    if (current !== this.#foundRoute || route.length < length) return
    this.#foundRoute = route
    this.setAttribute(ROUTE, route)
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    const [attributes, at] = isTime(attributesOrTime) ? [{}, attributesOrTime] : [attributesOrTime ?? {}, time]
    if (this.isRecording()) this.#events.add(name, attributes, at)
    return this
  }

  recordException(exception: Exception, time?: TimeInput): void {
    if (this.isRecording()) this.#events.addError(exception, this.#spanContext.traceId, time)
  }

  addLink(link: Link): this {
    return this.addLinks([link])
  }

  addLinks(links: readonly Link[]): this {
    if (!this.isRecording()) return this
    const valid = links.filter((link) => typeof link?.context?.traceId === 'string')
    const taken = valid.slice(0, MAX_LINKS - this.#links.length)
    for (const { context, attributes } of taken) {
      this.#links.push(
        attributes === undefined ? { context } : { context, attributes: copyOf(attributes, this.#budget) },
      )
    }
    this.#budget.drop(links.length - taken.length)
    return this
  }

  /** Sets the status. `UNSET` never overrides a status, and nothing overrides `OK`. */
  setStatus(status: SpanStatus): this {
    if (!this.isRecording() || status.code === SpanStatusCode.UNSET || this.#status.code === SpanStatusCode.OK)
      return this
    const { code, message } = status
    this.#status = message === undefined ? { code } : { code, message: truncatedCopy(message) }
    return this
  }

  updateName(name: string): this {
    if (!this.isRecording()) return this
    this.#name = nameCopy(name)
    this.#isRenamed = this.#name !== firstString(this.#attributes.values, ...METHOD)
    return this
  }

  /** Ends the span without a row. It then has no valid ids, and spans below it are not recorded. */
  discard(): void {
    this.#state = 'discarded'
  }

  get isDiscarded(): boolean {
    return this.#state === 'discarded'
  }

  /** Ends the span, after the spans that have joined it. Further calls do nothing. */
  end(endTime?: TimeInput): void {
    if (!this.isRecording() || this.#durationMs !== undefined) return
    this.#durationMs = this.#durationUntil(endTime)
    if (this.#joined === undefined) this.#finish(this.#durationMs)
    else this.#joined.whenEnded(() => this.#finish(this.#durationMs ?? 0))
  }

  join(): JoinedSpans {
    this.#joined ??= new JoinedSpans()
    this.#joined.begin()
    return this.#joined
  }

  #finish(durationMs: number): void {
    if (!this.isRecording()) return
    const { name: operationName, userId, anonymousUserId, sessionId } = this.#operation ?? {}
    for (const [key, value] of [
      [USER, userId],
      [ANONYMOUS_USER, anonymousUserId],
      [SESSION, sessionId],
    ] as const) {
      if (value !== undefined && !Object.hasOwn(this.#attributes.values, key)) this.setAttribute(key, value)
    }
    this.#state = 'ended'
    const { traceId, spanId } = this.#spanContext
    this.#onEnd({
      traceId,
      spanId,
      parentSpanId: this.parentSpanId,
      name: isRequest(this.kind) ? this.#requestName() : this.#name,
      kind: this.kind,
      startMs: this.#startMs,
      durationMs,
      attributes: this.#attributes.values,
      events: this.#events.list,
      links: this.#links,
      status: this.#status,
      sampleRate: this[SAMPLING].sampleRate,
      operationName,
      dropped: this.#budget.dropped,
    })
  }

  #requestName(): string {
    return this.#isRenamed ? this.#name : requestName(this.#name, this.#attributes.values)
  }

  #durationUntil(endTime: TimeInput | undefined): number {
    if (endTime !== undefined) return Math.max(0, epochMs(endTime) - this.#startMs)
    return this.#startedAtMs === undefined
      ? Math.max(0, nowMs() - this.#startMs)
      : performance.now() - this.#startedAtMs
  }
}
