import { detached } from '@azmon/core/adapter'
import { isRequest } from './finished-span'
import type { ReadableSpan } from './sdk-span'

/**
 * Finds the operation of each span of OpenTelemetry's SDK. Spans end before the request that they belong to, whose name may
 * depend on a route that is found last, so they are held until the request has ended, but at most ten seconds.
 */
export class OperationNames {
  readonly #nameOf: (request: ReadableSpan) => string
  readonly #onNamed: (span: ReadableSpan, operationName: string | undefined) => void
  /** The held spans by the id of their parent, in the order in which the first one of each was added. */
  readonly #held = new Map<string, Siblings>()
  #count = 0
  /** The operation names of the latest spans, by span id; undefined outside of a request. */
  readonly #names = new Map<string, string | undefined>()
  #timer: NodeJS.Timeout | undefined

  constructor(
    nameOf: (request: ReadableSpan) => string,
    onNamed: (span: ReadableSpan, operationName: string | undefined) => void,
  ) {
    this.#nameOf = nameOf
    this.#onNamed = onNamed
  }

  add(span: ReadableSpan): void {
    const parentId = localParentOf(span)
    if (isRequest(span.kind)) this.#pass(span, detached(this.#nameOf(span)))
    else if (parentId === undefined || this.#names.has(parentId)) this.#pass(span, this.#names.get(parentId ?? ''))
    else this.#hold(span, parentId)
  }

  /** Passes all held spans on, without names. */
  releaseAll(): void {
    this.#releaseUntil(Number.POSITIVE_INFINITY)
  }

  #hold(span: ReadableSpan, parentId: string): void {
    const siblings = this.#held.get(parentId) ?? { sinceMs: performance.now(), spans: [] }
    siblings.spans.push(span)
    this.#held.set(parentId, siblings)
    this.#count++
    const [oldest = parentId] = this.#count > MAX_HELD ? this.#held.keys() : []
    if (this.#count > MAX_HELD) this.#release(oldest, undefined)
    this.#timer ??= setTimeout(() => this.#releaseOld(), MAX_HOLD_MS).unref()
  }

  #releaseOld(): void {
    this.#timer = undefined
    this.#releaseUntil(performance.now() - MAX_HOLD_MS)
    const [first] = this.#held.values()
    if (first === undefined) return
    const waitMs = Math.max(0, first.sinceMs + MAX_HOLD_MS - performance.now())
    this.#timer = setTimeout(() => this.#releaseOld(), waitMs).unref()
  }

  #releaseUntil(timeMs: number): void {
    for (const [parentId, { sinceMs }] of this.#held) {
      if (sinceMs > timeMs) break
      this.#release(parentId, undefined)
    }
  }

  /** Passes on all held spans below a span, then the span itself. */
  #pass(span: ReadableSpan, name: string | undefined): void {
    const { spanId } = span.spanContext()
    this.#remember(spanId, name)
    this.#release(spanId, name)
    this.#onNamed(span, name)
  }

  #release(parentId: string, name: string | undefined): void {
    const parents = [parentId]
    for (let id = parents.pop(); id !== undefined; id = parents.pop()) {
      const { spans } = this.#held.get(id) ?? NONE
      this.#held.delete(id)
      this.#count -= spans.length
      for (const span of spans) {
        const { spanId } = span.spanContext()
        this.#remember(spanId, name)
        this.#onNamed(span, name)
        parents.push(spanId)
      }
    }
  }

  #remember(spanId: string, name: string | undefined): void {
    const [oldest] = this.#names.size < MAX_NAMES ? [] : this.#names.keys()
    if (oldest !== undefined) this.#names.delete(oldest)
    this.#names.set(spanId, name)
  }
}

// --- helpers, in order of use ---

interface Siblings {
  readonly sinceMs: number
  readonly spans: ReadableSpan[]
}

const NONE: Siblings = { sinceMs: 0, spans: [] }

/** Returns undefined if the parent is in another process. Version 1 of the SDK does not say where it is. */
function localParentOf({ parentSpanContext, parentSpanId }: ReadableSpan): string | undefined {
  return parentSpanContext?.isRemote === true ? undefined : (parentSpanContext?.spanId ?? parentSpanId)
}

const MAX_HELD = 5_000

/** The SDK exports a batch every five seconds by default. */
const MAX_HOLD_MS = 10_000

const MAX_NAMES = 2_000
