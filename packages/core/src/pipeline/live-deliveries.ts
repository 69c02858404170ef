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
  /** A request has been open for so long that the endpoint may be down. */
  readonly onSlow: () => void
}

/** A healthy endpoint responds within a tenth of this. */
const SLOW_REQUEST_MS = 2_000

interface Delivery {
  readonly batch: Batch
  /** Its copy on disk. */
  copy: Claim | undefined
  isSlow: boolean
}

/** Batches that are being sent straight from the queue. Each is sent once; what is unsettled then goes to the spool. */
export class LiveDeliveries {
  readonly #parts: LiveParts
  readonly #open = new Set<Delivery>()
  #items = 0

  constructor(parts: LiveParts) {
    this.#parts = parts
  }

  /** Items in flight that are in memory only. */
  get items(): number {
    return this.#items
  }

  /** A request has been open for a long time. */
  get isSlow(): boolean {
    for (const { isSlow } of this.#open) if (isSlow) return true
    return false
  }

  /** With `copy: 'on-disk'` the batch is on disk before it is sent, if the disk accepts it. */
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

  /** Copies batches in flight to the disk, in case the responses come too late. Asks `isTimeUp` before each. */
  copyToDisk(isTimeUp: () => boolean): void {
    for (const delivery of this.#open) {
      if (isTimeUp()) return
      this.#copy(delivery)
    }
  }

  /** Gives up on the responses: another process will send the copies on disk. */
  releaseCopies(): void {
    for (const delivery of this.#open) {
      if (delivery.copy === undefined) continue
      this.#open.delete(delivery)
      delivery.copy.release(delivery.batch)
    }
  }

  /** Gives up on the responses: batches without a copy on disk are dropped. Returns the number of lost items. */
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

  /** `onAttempted` may call the application, which may read the sums in `stats()`: settle everything before. */
  #finish(delivery: Delivery, result: AttemptResult | undefined): void {
    // False if it was released or dropped while the request was open.
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
