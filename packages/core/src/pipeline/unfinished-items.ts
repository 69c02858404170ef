import type { ItemEnds } from '../diagnostics/item-ends'
import type { BoundedQueue } from './bounded-queue'
import { type DeliveryReport, FlushWatch } from './flush-watch'
import type { Sender } from './sender'
import type { Storage } from './storage'

export interface UnfinishedParts {
  readonly queue: Pick<BoundedQueue, 'items' | 'newest'>
  readonly sender: Pick<Sender, 'inFlightItems'>
  readonly storage: Storage
  readonly ends: ItemEnds
}

/** Counts the items of this process that are neither sent nor dropped, in memory and on disk. */
export class UnfinishedItems {
  readonly #parts: UnfinishedParts

  constructor(parts: UnfinishedParts) {
    this.#parts = parts
  }

  /** The number of items that wait in memory to be sent. */
  get queued(): number {
    const { queue, storage } = this.#parts
    return queue.items + (storage.memory?.items ?? 0)
  }

  get inMemory(): number {
    return this.queued + this.#parts.sender.inFlightItems
  }

  get onDisk(): number {
    return this.#parts.storage.disk?.own.items ?? 0
  }

  /** Tracks all unfinished items until they are sent or dropped. */
  watch(): FlushWatch {
    return new FlushWatch(this.#parts.ends, this.#parts.queue.newest, this.inMemory + this.onDisk)
  }

  /** Ends the watch and returns its report. */
  report(watch: FlushWatch): DeliveryReport {
    return watch.report(this.#parts.storage.disk?.own.upTo(watch.upTo) ?? 0)
  }
}
