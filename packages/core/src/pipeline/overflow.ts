import type { Diagnostics } from '../diagnostics/diagnostics'
import { releaseTexts, type SerializedEnvelope } from '../item/item'
import type { FileSpool } from '../spool/file-spool'
import type { BatchOptions } from './batcher'
import type { BoundedQueue } from './bounded-queue'

export interface OverflowParts {
  readonly queue: BoundedQueue
  /** Undefined if nothing may be written to the disk. */
  readonly disk: Pick<FileSpool, 'put' | 'accepts' | 'acceptsUrgent'> | undefined
  readonly diagnostics: Diagnostics
  readonly batching: Pick<BatchOptions, 'maxBatchItems' | 'maxBatchBytes'>
}

/** Takes items out of the queue without sending them: to the disk if it accepts them, else they are dropped. */
export class Overflow {
  readonly #parts: OverflowParts

  constructor(parts: OverflowParts) {
    this.#parts = parts
  }

  /** Brings the queue below its limit: the oldest batches go to the disk, and the least severe items are dropped. */
  relieve(): void {
    while (this.#parts.queue.isOverfull && this.#storeOldest()) {}
    this.dropExcess()
  }

  /** Drops the least severe items until the queue is below its limit. */
  dropExcess(): void {
    const { queue, diagnostics } = this.#parts
    if (!queue.isOverfull) return
    const evicted = queue.makeRoom()
    diagnostics.dropped('queue-full', evicted)
    releaseTexts(evicted)
  }

  /** Stores the queue, the most severe items first, until it is empty, the disk refuses, or the time is up. */
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
