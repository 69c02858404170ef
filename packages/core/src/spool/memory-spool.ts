import type { Batch } from '../batch/batch'
import type { SerializedEnvelope } from '../item/item'
import type { Claim, Spool } from './spool'

/** Keeps batches in bounded memory during short outages. They are lost when the process ends. */
export class MemorySpool implements Spool {
  readonly durable = false
  readonly accepts = true
  readonly #maxBytes: number
  readonly #ready: Batch[] = []
  readonly #claimed = new Set<Batch>()
  #bytes = 0
  #items = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get items(): number {
    return this.#items
  }

  get hasReady(): boolean {
    return this.#ready.length > 0
  }

  put(batch: Batch): 'stored' | 'refused' {
    const bytes = bytesOf(batch)
    if (this.#bytes + bytes > this.#maxBytes) return 'refused'
    this.#bytes += bytes
    this.#items += batch.items.length
    this.#ready.push(batch)
    return 'stored'
  }

  hold(): undefined {
    // Make no copy, because a copy in memory would not outlive the process.
  }

  quarantine(): void {
    // Do nothing, because there is no disk for a copy.
  }

  async claim(): Promise<Claim | undefined> {
    const batch = this.#takeNext()
    if (batch === undefined) return undefined
    this.#claimed.add(batch)
    return {
      batch,
      ack: () => this.#forget(batch),
      release: (rest) => {
        if (!this.#forget(batch)) return
        this.#bytes += bytesOf(rest)
        this.#items += rest.items.length
        rest.tries = (batch.tries ?? 0) + 1
        this.#ready.push(rest)
      },
    }
  }

  /** Removes and returns all items. Invalidates all claims. */
  empty(): readonly SerializedEnvelope[] {
    const batches = [...this.#claimed, ...this.#ready.splice(0)]
    this.#claimed.clear()
    this.#bytes = 0
    this.#items = 0
    return batches.flatMap((batch) => batch.items)
  }

  /** Takes the oldest of the batches with the fewest tries, so that a batch that keeps failing does not block others. */
  #takeNext(): Batch | undefined {
    const tries = this.#ready.map((batch) => batch.tries ?? 0)
    const next = tries.indexOf(Math.min(...tries))
    return next === -1 ? undefined : this.#ready.splice(next, 1)[0]
  }

  /** Removes a claimed batch. Returns false if the claim is invalid. */
  #forget(batch: Batch): boolean {
    if (!this.#claimed.delete(batch)) return false
    this.#bytes -= bytesOf(batch)
    this.#items -= batch.items.length
    return true
  }
}

function bytesOf(batch: Batch): number {
  return batch.items.reduce((sum, item) => sum + item.bytes, 0)
}
