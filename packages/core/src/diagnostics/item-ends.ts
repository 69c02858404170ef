import type { SerializedEnvelope } from '../item/item'

/** What finally became of an item of this process. `elsewhere`: it was on disk, and another process took it over. */
export type End = 'sent' | 'dropped' | 'elsewhere'

/** How many items reached each end. */
export type EndTotals = Readonly<Record<End, number>>

/** Called with how many of the items that reached the end have a sequence of at most a given one. */
export type EndListener = (end: End, upTo: (sequence: number) => number) => void

const NONE: EndTotals = { sent: 0, dropped: 0, elsewhere: 0 }

/**
 * Counts the ends of this process's items, each once: from memory directly, or after they have been on disk. What
 * other processes left on disk has no sequence and is not counted.
 */
export class ItemEnds {
  readonly #listeners = new Set<EndListener>()
  #totals = NONE
  #reported = NONE

  reached(end: End, items: readonly SerializedEnvelope[]): void {
    this.reachedBy(end, (sequence) => items.filter((item) => item.sequence > 0 && item.sequence <= sequence).length)
  }

  reachedBy(end: End, upTo: (sequence: number) => number): void {
    this.#count(end, upTo(Number.POSITIVE_INFINITY))
    for (const listener of this.#listeners) listener(end, upTo)
  }

  /** An item was dropped before it got a sequence. */
  droppedUnserialised(): void {
    this.#count('dropped', 1)
  }

  /** Returns how to stop. */
  onReached(listener: EndListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ends that no report has told yet, and the function that tells what a report adds to them. */
  unreported(): { readonly totals: EndTotals; report(more: EndTotals): void } {
    const before = this.#reported
    return {
      totals: combine(this.#totals, before, (now, told) => now - told),
      // Reports of flushes that run at the same time tell the same ends.
      report: (told) => {
        const upTo = combine(before, told, (a, b) => a + b)
        this.#reported = combine(this.#reported, upTo, Math.max)
      },
    }
  }

  #count(end: End, items: number): void {
    this.#totals = { ...this.#totals, [end]: this.#totals[end] + items }
  }
}

// --- helpers ---

function combine(a: EndTotals, b: EndTotals, operation: (a: number, b: number) => number): EndTotals {
  return {
    sent: operation(a.sent, b.sent),
    dropped: operation(a.dropped, b.dropped),
    elsewhere: operation(a.elsewhere, b.elsewhere),
  }
}
