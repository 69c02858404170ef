import { OPERATION, type Operation, SAMPLING, type SamplingDecision } from '@azmon/core/adapter'
import {
  type Attributes,
  type AttributeValue,
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api'
import { type FinishedSpan, isRequest, type SpanEvent } from './finished-span'
import { firstString } from './mapping/attribute'
import { METHOD, requestName } from './mapping/request-name'
import { ANONYMOUS_USER, lazyOperation, SESSION, USER } from './operation'
import { BoundedAttributes, SpanBudget, truncatedCopy } from './span-budget'
import type { SpanInheritance } from './span-inheritance'
import { epochMs, nowMs } from './span-time'

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
}

/** The defaults of OpenTelemetry's SDKs. @see https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits */
const MAX_EVENTS = 128
const MAX_LINKS = 128

/** One more than the limit of a message, so that the envelope can still detect, and count, a name that was too long. */
const MAX_EVENT_NAME = 32_769

/** A span that is recorded. It cannot change after it has ended. */
export class RecordedSpan implements Span, SpanInheritance {
  readonly kind: SpanKind
  readonly [SAMPLING]: SamplingDecision
  readonly #spanContext: SpanContext
  readonly #parentSpanId: string | undefined
  readonly #operation: Operation | undefined
  readonly #startMs: number
  /** A `performance.now()` reading, unless a start time was given: the wall clock may be set before the span ends. */
  readonly #startedAtMs: number | undefined
  readonly #budget = new SpanBudget()
  readonly #attributes = new BoundedAttributes(this.#budget)
  readonly #events: SpanEvent[] = []
  readonly #links: Link[] = []
  readonly #onEnd: (span: FinishedSpan) => void
  #name: string
  #isRenamed = false
  #status: SpanStatus = { code: SpanStatusCode.UNSET }
  #isOver = false

  constructor(beginning: SpanBeginning, onEnd: (span: FinishedSpan) => void) {
    const { spanContext, parentSpanId, name, kind, attributes, links, startTime, sampling, operation } = beginning
    this.kind = kind
    this[SAMPLING] = sampling
    this.#spanContext = spanContext
    this.#parentSpanId = parentSpanId
    this.#name = truncatedCopy(name)
    this.#operation = isRequest(kind) ? this.#ownOperation() : operation
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
    return this.#spanContext
  }

  isRecording(): boolean {
    return !this.#isOver
  }

  setAttribute(key: string, value: AttributeValue | undefined): this {
    if (!this.#isOver) this.#attributes.set(key, value)
    return this
  }

  setAttributes(attributes: Attributes): this {
    if (!this.#isOver) this.#attributes.setAll(attributes)
    return this
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    const [attributes, at] = isTime(attributesOrTime) ? [{}, attributesOrTime] : [attributesOrTime ?? {}, time]
    return this.#addEvent(truncatedCopy(name, MAX_EVENT_NAME), at, attributes)
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.#addEvent('exception', time, {}, { error: exception })
  }

  addLink(link: Link): this {
    return this.addLinks([link])
  }

  addLinks(links: readonly Link[]): this {
    if (this.#isOver) return this
    const valid = links.filter((link) => typeof link?.context?.traceId === 'string')
    const taken = valid.slice(0, MAX_LINKS - this.#links.length)
    for (const { context, attributes } of taken) {
      this.#links.push(attributes === undefined ? { context } : { context, attributes: this.#copy(attributes) })
    }
    this.#budget.drop(links.length - taken.length)
    return this
  }

  /** Sets the status. `UNSET` never overrides a status, and nothing overrides `OK`. */
  setStatus(status: SpanStatus): this {
    if (this.#isOver || status.code === SpanStatusCode.UNSET || this.#status.code === SpanStatusCode.OK) return this
    const { code, message } = status
    this.#status = message === undefined ? { code } : { code, message: truncatedCopy(message) }
    return this
  }

  updateName(name: string): this {
    if (this.#isOver) return this
    this.#name = truncatedCopy(name)
    this.#isRenamed = this.#name !== firstString(this.#attributes.values, ...METHOD)
    return this
  }

  /** Ends the span. Further calls do nothing. */
  end(endTime?: TimeInput): void {
    if (this.#isOver) return
    const durationMs = this.#durationMs(endTime)
    const { name: operationName, userId, anonymousUserId, sessionId } = this.#operation ?? {}
    for (const [key, value] of [
      [USER, userId],
      [ANONYMOUS_USER, anonymousUserId],
      [SESSION, sessionId],
    ] as const) {
      if (value !== undefined && !Object.hasOwn(this.#attributes.values, key)) this.setAttribute(key, value)
    }
    this.#isOver = true
    const { traceId, spanId } = this.#spanContext
    this.#onEnd({
      traceId,
      spanId,
      parentSpanId: this.#parentSpanId,
      name: isRequest(this.kind) ? this.#requestName() : this.#name,
      kind: this.kind,
      startMs: this.#startMs,
      durationMs,
      attributes: this.#attributes.values,
      events: this.#events,
      links: this.#links,
      status: this.#status,
      sampleRate: this[SAMPLING].sampleRate,
      operationName,
      dropped: this.#budget.dropped,
    })
  }

  #ownOperation(): Operation {
    return lazyOperation({
      name: () => this.#requestName(),
      userId: () => firstString(this.#attributes.values, USER),
      anonymousUserId: () => firstString(this.#attributes.values, ANONYMOUS_USER),
      sessionId: () => firstString(this.#attributes.values, SESSION),
    })
  }

  #requestName(): string {
    return this.#isRenamed ? this.#name : requestName(this.#name, this.#attributes.values)
  }

  #durationMs(endTime: TimeInput | undefined): number {
    if (endTime !== undefined) return Math.max(0, epochMs(endTime) - this.#startMs)
    return this.#startedAtMs === undefined
      ? Math.max(0, nowMs() - this.#startMs)
      : performance.now() - this.#startedAtMs
  }

  #addEvent(name: string, time: TimeInput | undefined, attributes: Attributes, more: { error?: unknown } = {}): this {
    if (this.#isOver) return this
    if (this.#events.length === MAX_EVENTS || !this.#budget.take(name.length)) this.#budget.drop()
    else this.#events.push({ name, timeMs: timeOrNow(time), attributes: this.#copy(attributes), ...more })
    return this
  }

  #copy(attributes: Attributes): Readonly<Attributes> {
    const copy = new BoundedAttributes(this.#budget)
    copy.setAll(attributes)
    return copy.values
  }
}

// --- helpers, in order of use ---

function isTime(value: Attributes | TimeInput | undefined): value is TimeInput {
  return typeof value === 'number' || value instanceof Date || Array.isArray(value)
}

function timeOrNow(time: TimeInput | undefined): number {
  return time === undefined ? nowMs() : epochMs(time)
}
