import type { Batch } from '../batch/batch'
import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import type { DropReason } from '../diagnostics/stats'
import type { Claim, Spool } from '../spool/spool'
import type { AttemptResult } from './attempt-result'
import type { Attempts } from './attempts'
import { handBack, left, settle } from './settle'

export interface LiveParts {
  readonly attempts: Attempts
  readonly spool: Spool
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  /** Keeps a batch, or what is left of it, for another try. */
  readonly setAside: (batch: Batch) => void
  /** What a try says about the endpoint. */
  readonly onAttempted: (tried: AttemptResult) => void
  /** A request has not been answered for so long that the endpoint may be down. */
  readonly onSlow: () => void
}

/** The endpoint usually answers within a tenth of this. */
const SLOW_REQUEST_MS = 2_000

interface Delivery {
  readonly batch: Batch
  /** Its copy on disk. */
  copy: Claim | undefined
  isSlow: boolean
}

/** Batches on their way from the queue to the endpoint. Each is tried once; what is left of it is set aside. */
export class LiveDeliveries {
  readonly #parts: LiveParts
  readonly #underWay = new Set<Delivery>()
  #items = 0

  constructor(parts: LiveParts) {
    this.#parts = parts
  }

  /** Items under way that are in memory alone. */
  get items(): number {
    return this.#items
  }

  /** A request is under way that has not been answered for a long time. */
  get isSlow(): boolean {
    for (const { isSlow } of this.#underWay) if (isSlow) return true
    return false
  }

  /** With `copy: 'on-disk'` the batch is on disk before it is sent, as far as the disk takes it. */
  async deliver(batch: Batch, copy: 'on-disk' | 'none'): Promise<void> {
    const delivery: Delivery = { batch, copy: undefined, isSlow: false }
    this.#underWay.add(delivery)
    this.#items += batch.items.length
    if (copy === 'on-disk') this.#copy(delivery)
    const slow = this.#parts.clock.after(SLOW_REQUEST_MS, () => {
      delivery.isSlow = true
      this.#copy(delivery)
      this.#parts.onSlow()
    })
    let tried: AttemptResult | undefined
    try {
      tried = await this.#parts.attempts.send(batch)
    } finally {
      slow.cancel()
      this.#finish(delivery, tried)
    }
  }

  /** Copies to the disk what is under way, in case there is no time left for the answers. Asks `isTimeUp` before each. */
  copyToDisk(isTimeUp: () => boolean): void {
    for (const delivery of this.#underWay) {
      if (isTimeUp()) return
      this.#copy(delivery)
    }
  }

  /** No answer will be read any more: another process sends the copies. */
  releaseCopies(): void {
    for (const delivery of this.#underWay) {
      if (delivery.copy === undefined) continue
      this.#underWay.delete(delivery)
      delivery.copy.release(delivery.batch)
    }
  }

  /** No answer will be read any more: what has no copy on disk is lost. Returns how many items that are. */
  drop(reason: DropReason): number {
    const lost = this.#items
    for (const { batch, copy } of this.#underWay) {
      if (copy !== undefined) continue
      this.#items -= batch.items.length
      this.#parts.diagnostics.dropped(reason, batch.items)
    }
    this.#underWay.clear()
    return lost
  }

  #copy(delivery: Delivery): void {
    if (delivery.copy !== undefined || !this.#underWay.has(delivery)) return
    const { spool, diagnostics } = this.#parts
    delivery.copy = spool.hold(delivery.batch)
    if (delivery.copy === undefined) return
    this.#items -= delivery.batch.items.length
    diagnostics.spooled(delivery.batch.items)
  }

  /** The sums hold at every moment that somebody can look, so `onAttempted`, which tells the application, comes last. */
  #finish(delivery: Delivery, tried: AttemptResult | undefined): void {
    // False if it was released or dropped while it was under way.
    if (this.#underWay.delete(delivery)) {
      if (delivery.copy === undefined) this.#finishInMemory(delivery.batch, tried)
      else this.#finishOnDisk(delivery.batch, delivery.copy, tried)
    }
    if (tried !== undefined) this.#parts.onAttempted(tried)
  }

  #finishInMemory(batch: Batch, tried: AttemptResult | undefined): void {
    this.#items -= batch.items.length
    if (tried !== undefined) settle(tried, this.#parts.diagnostics)
    const rest = tried === undefined ? batch : left(batch, tried)
    if (rest === undefined) return
    rest.tries = (rest.tries ?? 0) + 1
    this.#parts.setAside(rest)
  }

  #finishOnDisk(batch: Batch, copy: Claim, tried: AttemptResult | undefined): void {
    if (tried === undefined) return copy.release(batch)
    handBack(copy, tried)
    settle(tried, this.#parts.diagnostics.spool)
  }
}
