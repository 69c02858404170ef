import type { Batch } from '../batch/batch'
import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import type { DropReason } from '../diagnostics/stats'
import type { Claim, Spool } from '../spool/spool'
import type { AttemptResult } from './attempt-result'
import type { Attempts } from './attempts'
import { finishClaim, settle, unsettled } from './settle'

export interface LiveParts {
  readonly attempts: Attempts
  readonly spool: Spool
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  /** Keeps an unsettled batch for another attempt. */
  readonly store: (batch: Batch) => void
  readonly onAttempted: (tried: AttemptResult) => void
  /** Called when a request has been open so long that the endpoint may be down. */
  readonly onSlow: () => void
}

/** A request is slow after this time. A healthy endpoint responds within a tenth of it. */
const SLOW_REQUEST_MS = 2_000

interface Delivery {
  readonly batch: Batch
  /** The copy of the batch on disk. */
  copy: Claim | undefined
  isSlow: boolean
}

/** Sends batches directly from the queue, each of them once. Items that are not settled by then go to the spool. */
export class LiveDeliveries {
  readonly #parts: LiveParts
  readonly #open = new Set<Delivery>()
  #items = 0

  constructor(parts: LiveParts) {
    this.#parts = parts
  }

  /** The number of items in flight that are only in memory. */
  get items(): number {
    return this.#items
  }

  /** True if a request has been open longer than `SLOW_REQUEST_MS`. */
  get isSlow(): boolean {
    for (const { isSlow } of this.#open) if (isSlow) return true
    return false
  }

  /** Sends the batch. With `copy: 'on-disk'`, stores a copy before sending, if the disk accepts it. */
  async deliver(batch: Batch, copy: 'on-disk' | 'none'): Promise<void> {
    const delivery: Delivery = { batch, copy: undefined, isSlow: false }
    this.#open.add(delivery)
    this.#items += batch.items.length
    if (copy === 'on-disk') this.#copy(delivery)
    const slow = this.#parts.clock.after(SLOW_REQUEST_MS, () => {
      delivery.isSlow = true
      this.#copy(delivery)
      this.#parts.onSlow()
    })
    let result: AttemptResult | undefined
    try {
      result = await this.#parts.attempts.send(batch)
    } finally {
      slow.cancel()
      this.#finish(delivery, result)
    }
  }

  /** Copies the batches in flight to disk, in case the responses come too late. Calls `isTimeUp` before each batch. */
  copyToDisk(isTimeUp: () => boolean): void {
    for (const delivery of this.#open) {
      if (isTimeUp()) return
      this.#copy(delivery)
    }
  }

  /** Stops waiting for responses and releases the copies on disk, so that another process sends them. */
  releaseCopies(): void {
    for (const delivery of this.#open) {
      if (delivery.copy === undefined) continue
      this.#open.delete(delivery)
      delivery.copy.release(delivery.batch)
    }
  }

  /** Stops waiting for responses and drops the batches that have no copy on disk. Returns the number of lost items. */
  drop(reason: DropReason): number {
    const lost = this.#items
    for (const { batch, copy } of this.#open) {
      if (copy !== undefined) continue
      this.#items -= batch.items.length
      this.#parts.diagnostics.dropped(reason, batch.items)
    }
    this.#open.clear()
    return lost
  }

  #copy(delivery: Delivery): void {
    if (delivery.copy !== undefined || !this.#open.has(delivery)) return
    const { spool, diagnostics } = this.#parts
    delivery.copy = spool.hold(delivery.batch)
    if (delivery.copy === undefined) return
    this.#items -= delivery.batch.items.length
    diagnostics.spooled(delivery.batch.items)
  }

  /** Settles the delivery before it calls `onAttempted`, which may run application code that reads `stats()`. */
  #finish(delivery: Delivery, result: AttemptResult | undefined): void {
    // `delete` returns false if the batch was released or dropped during the request.
    if (this.#open.delete(delivery)) {
      if (delivery.copy === undefined) this.#finishInMemory(delivery.batch, result)
      else this.#finishOnDisk(delivery.batch, delivery.copy, result)
    }
    if (result !== undefined) this.#parts.onAttempted(result)
  }

  #finishInMemory(batch: Batch, result: AttemptResult | undefined): void {
    this.#items -= batch.items.length
    if (result !== undefined) settle(result, this.#parts.diagnostics)
    const rest = result === undefined ? batch : unsettled(batch, result)
    if (rest === undefined) return
    rest.tries = (rest.tries ?? 0) + 1
    this.#parts.store(rest)
  }

  #finishOnDisk(batch: Batch, copy: Claim, result: AttemptResult | undefined): void {
    if (result === undefined) return copy.release(batch)
    finishClaim(copy, result)
    settle(result, this.#parts.diagnostics.spool)
  }
}
