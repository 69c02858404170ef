import type { Batch } from '../batch/batch'
import type { Clock, Timer } from '../clock'
import type { SerializedEnvelope } from '../item/item'
import type { BoundedQueue } from './bounded-queue'

export interface BatchOptions {
  readonly maxBatchItems: number
  readonly maxBatchBytes: number
  readonly maxBatchAgeMs: number
}

/** A batch with an error is sent sooner, because someone may be waiting to see it. */
const MAX_AGE_WITH_ERROR_MS = 250

/** Splits the queue into batches by count, size or age, or when it is flushed. */
export class Batcher {
  readonly #queue: BoundedQueue
  readonly #options: BatchOptions
  readonly #clock: Clock
  readonly #onDue: () => void
  /** All items up to this sequence number are due, even if they do not fill a batch. */
  #dueUpTo = 0
  #timer: { readonly dueMs: number; readonly timer: Timer } | undefined

  /** Calls `onDue` when a batch may be due. */
  constructor(queue: BoundedQueue, options: BatchOptions, clock: Clock, onDue: () => void) {
    this.#queue = queue
    this.#options = options
    this.#clock = clock
    this.#onDue = onDue
  }

  /** Schedules the item's batch. Call it after each push to the queue. */
  arrived(item: SerializedEnvelope): void {
    if (this.#isFull()) this.#onDue()
    const { maxBatchAgeMs } = this.#options
    this.#armTimer(item.priority === 'error' ? Math.min(MAX_AGE_WITH_ERROR_MS, maxBatchAgeMs) : maxBatchAgeMs)
  }

  /** Takes the next due batch. Returns undefined if none is due. */
  next(): Batch | undefined {
    const { oldest } = this.#queue
    if (oldest === undefined || (oldest > this.#dueUpTo && !this.#isFull())) return undefined
    return { items: this.#queue.take(this.#options.maxBatchItems, this.#options.maxBatchBytes) }
  }

  /** Marks every queued item as due. */
  flush(): void {
    this.#timer?.timer.cancel()
    this.#timer = undefined
    this.#dueUpTo = this.#queue.newest
    this.#onDue()
  }

  #isFull(): boolean {
    return this.#queue.items >= this.#options.maxBatchItems || this.#queue.bytes >= this.#options.maxBatchBytes
  }

  /** Starts the timer with the first item. Later items keep it, except that an error shortens it. */
  #armTimer(delayMs: number): void {
    if (this.#timer !== undefined) {
      if (delayMs >= this.#options.maxBatchAgeMs) return
      if (this.#timer.dueMs <= this.#clock.monotonicMs() + delayMs) return
      this.#timer.timer.cancel()
    }
    this.#timer = { dueMs: this.#clock.monotonicMs() + delayMs, timer: this.#clock.after(delayMs, () => this.flush()) }
  }
}
