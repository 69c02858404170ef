import type { Batch } from '../batch/batch'
import type { Clock, Timer } from '../clock'
import type { SerializedEnvelope } from '../item/item'
import type { BoundedQueue } from './bounded-queue'

export interface BatchOptions {
  readonly maxBatchItems: number
  readonly maxBatchBytes: number
  readonly maxBatchAgeMs: number
}

/** People watch for errors, so these are sent sooner. */
const MAX_AGE_WITH_ERROR_MS = 250

/** Cuts the queue into batches: by count, by bytes, by age, or at a flush. */
export class Batcher {
  readonly #queue: BoundedQueue
  readonly #options: BatchOptions
  readonly #clock: Clock
  readonly #onDue: () => void
  /** Items up to this sequence are due, even if they do not fill a batch. */
  #dueUpTo = 0
  #timer: { readonly dueMs: number; readonly timer: Timer } | undefined

  /** `onDue` is called when there may be a batch to take. */
  constructor(queue: BoundedQueue, options: BatchOptions, clock: Clock, onDue: () => void) {
    this.#queue = queue
    this.#options = options
    this.#clock = clock
    this.#onDue = onDue
  }

  /** Call after each push to the queue. */
  arrived(item: SerializedEnvelope): void {
    if (this.#isFull()) this.#onDue()
    const { maxBatchAgeMs } = this.#options
    this.#armTimer(item.priority === 'error' ? Math.min(MAX_AGE_WITH_ERROR_MS, maxBatchAgeMs) : maxBatchAgeMs)
  }

  /** Takes the next due batch. Undefined if none is due. */
  next(): Batch | undefined {
    const { oldest } = this.#queue
    if (oldest === undefined || (oldest > this.#dueUpTo && !this.#isFull())) return undefined
    return { items: this.#queue.take(this.#options.maxBatchItems, this.#options.maxBatchBytes) }
  }

  /** Makes every queued item due. */
  flush(): void {
    this.#timer?.timer.cancel()
    this.#timer = undefined
    this.#dueUpTo = this.#queue.newest
    this.#onDue()
  }

  #isFull(): boolean {
    return this.#queue.items >= this.#options.maxBatchItems || this.#queue.bytes >= this.#options.maxBatchBytes
  }

  /** The timer of the first item applies to all that follow; only an error makes it earlier. */
  #armTimer(delayMs: number): void {
    if (this.#timer !== undefined) {
      if (delayMs >= this.#options.maxBatchAgeMs) return
      if (this.#timer.dueMs <= this.#clock.monotonicMs() + delayMs) return
      this.#timer.timer.cancel()
    }
    this.#timer = { dueMs: this.#clock.monotonicMs() + delayMs, timer: this.#clock.after(delayMs, () => this.flush()) }
  }
}
