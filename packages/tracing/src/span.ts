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
import type { Lineage } from './lineage'
import { textOf } from './mapping/attribute'
import { requestName } from './mapping/request-name'
import { askedLate, SESSION, USER } from './operation'
import { HeldAttributes, heldText, SpanRoom } from './span-room'
import { epochMs, nowMs } from './span-time'

/** What is given to a span at its start. */
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

/** As for attributes. */
const MAX_EVENTS = 128
const MAX_LINKS = 128

/** What a message may have, and one more. */
const MAX_EVENT_NAME = 32_769

/** A span that is recorded. After its end it does not change any more. */
export class RecordedSpan implements Span, Lineage {
  readonly kind: SpanKind
  readonly [SAMPLING]: SamplingDecision
  readonly #spanContext: SpanContext
  readonly #parentSpanId: string | undefined
  readonly #operation: Operation | undefined
  readonly #startMs: number
  /** `performance.now()`, where the start was now: the clock may be set while the span lasts. */
  readonly #startedAtMs: number | undefined
  readonly #room = new SpanRoom()
  readonly #attributes = new HeldAttributes(this.#room)
  readonly #events: SpanEvent[] = []
  readonly #links: Link[] = []
  readonly #onEnd: (span: FinishedSpan) => void
  #name: string
  #status: SpanStatus = { code: SpanStatusCode.UNSET }
  #isOver = false

  constructor(beginning: SpanBeginning, onEnd: (span: FinishedSpan) => void) {
    const { spanContext, parentSpanId, name, kind, attributes, links, startTime, sampling, operation } = beginning
    this.kind = kind
    this[SAMPLING] = sampling
    this.#spanContext = spanContext
    this.#parentSpanId = parentSpanId
    this.#name = heldText(name)
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

  /** As in OpenTelemetry's SDKs. */
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

  /** What the original calls an annotation. */
  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    const [attributes, at] = isTime(attributesOrTime) ? [{}, attributesOrTime] : [attributesOrTime ?? {}, time]
    return this.#addEvent(heldText(name, MAX_EVENT_NAME), at, attributes)
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
      this.#links.push(attributes === undefined ? { context } : { context, attributes: this.#held(attributes) })
    }
    this.#room.drop(links.length - taken.length)
    return this
  }

  /** An error is not taken back by `UNSET`, and nothing takes back `OK`. */
  setStatus(status: SpanStatus): this {
    if (this.#isOver || status.code === SpanStatusCode.UNSET || this.#status.code === SpanStatusCode.OK) return this
    const { code, message } = status
    this.#status = message === undefined ? { code } : { code, message: heldText(message) }
    return this
  }

  updateName(name: string): this {
    if (!this.#isOver) this.#name = heldText(name)
    return this
  }

  /** A second time, nothing happens. */
  end(endTime?: TimeInput): void {
    if (this.#isOver) return
    const durationMs = this.#durationMs(endTime)
    const { name: operationName, userId, sessionId } = this.#operation ?? {}
    for (const [key, value] of [
      [USER, userId],
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
      name: this.#name,
      kind: this.kind,
      startMs: this.#startMs,
      durationMs,
      attributes: this.#attributes.values,
      events: this.#events,
      links: this.#links,
      status: this.#status,
      sampleRate: this[SAMPLING].sampleRate,
      operationName,
      dropped: this.#room.dropped,
    })
  }

  #ownOperation(): Operation {
    return askedLate({
      name: () => requestName(this.#name, this.#attributes.values),
      userId: () => textOf(this.#attributes.values, USER),
      sessionId: () => textOf(this.#attributes.values, SESSION),
    })
  }

  #durationMs(endTime: TimeInput | undefined): number {
    if (endTime !== undefined) return Math.max(0, epochMs(endTime) - this.#startMs)
    return this.#startedAtMs === undefined
      ? Math.max(0, nowMs() - this.#startMs)
      : performance.now() - this.#startedAtMs
  }

  #addEvent(name: string, time: TimeInput | undefined, attributes: Attributes, more: { error?: unknown } = {}): this {
    if (this.#isOver) return this
    if (this.#events.length === MAX_EVENTS || !this.#room.take(name.length)) this.#room.drop()
    else this.#events.push({ name, timeMs: timeOrNow(time), attributes: this.#held(attributes), ...more })
    return this
  }

  #held(attributes: Attributes): Readonly<Attributes> {
    const held = new HeldAttributes(this.#room)
    held.setAll(attributes)
    return held.values
  }
}

// --- helpers, in order of use ---

function isTime(value: Attributes | TimeInput | undefined): value is TimeInput {
  return typeof value === 'number' || value instanceof Date || Array.isArray(value)
}

function timeOrNow(time: TimeInput | undefined): number {
  return time === undefined ? nowMs() : epochMs(time)
}
