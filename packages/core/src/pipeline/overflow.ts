import type { Diagnostics } from '../diagnostics/diagnostics'
import { releaseTexts, type SerializedEnvelope } from '../item/item'
import type { FileSpool } from '../spool/file-spool'
import type { BatchOptions } from './batcher'
import type { BoundedQueue } from './bounded-queue'

export interface OverflowParts {
  readonly queue: BoundedQueue
  /** Undefined if writing to disk is not allowed. */
  readonly disk: Pick<FileSpool, 'put' | 'accepts' | 'acceptsUrgent'> | undefined
  readonly diagnostics: Diagnostics
  readonly batching: Pick<BatchOptions, 'maxBatchItems' | 'maxBatchBytes'>
}

/** Moves items from a full queue to the disk, and drops those that the disk does not accept. */
export class Overflow {
  readonly #parts: OverflowParts

  constructor(parts: OverflowParts) {
    this.#parts = parts
  }

  /** Reduces the queue to its limit: moves the oldest batches to disk, then drops the least severe items. */
  relieve(): void {
    while (this.#parts.queue.isOverfull && this.#storeOldest()) {}
    this.dropExcess()
  }

  /** Drops the least severe items until the queue is within its limit. */
  dropExcess(): void {
    const { queue, diagnostics } = this.#parts
    if (!queue.isOverfull) return
    const evicted = queue.makeRoom()
    diagnostics.dropped('queue-full', evicted)
    releaseTexts(evicted)
  }

  /** Stores the queued items, most severe first, until the queue is empty, the disk refuses a batch, or time is up. */
  storeAll(isTimeUp: () => boolean = never): void {
    const { queue, disk, batching } = this.#parts
    while (disk?.acceptsUrgent === true && !isTimeUp()) {
      const items = queue.takeMostSevere(batching.maxBatchItems, batching.maxBatchBytes)
      if (!this.#store(items.sort(bySequence), 'urgent')) return
    }
  }

  #storeOldest(): boolean {
    const { queue, disk, batching } = this.#parts
    if (disk?.accepts !== true) return false
    return this.#store(queue.take(batching.maxBatchItems, batching.maxBatchBytes))
  }

  #store(items: readonly SerializedEnvelope[], mode?: 'urgent'): boolean {
    const { queue, disk, diagnostics } = this.#parts
    if (items.length === 0) return false
    if (disk?.put({ items }, mode) === 'stored') {
      diagnostics.spooled(items)
      releaseTexts(items)
      return true
    }
    queue.putBack(items)
    return false
  }
}

// --- helpers, in order of use ---

function never(): boolean {
  return false
}

function bySequence(a: SerializedEnvelope, b: SerializedEnvelope): number {
  return a.sequence - b.sequence
}
