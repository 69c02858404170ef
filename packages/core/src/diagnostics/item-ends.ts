import type { SerializedEnvelope } from '../item/item'

/** The final outcome of an item of this process. `elsewhere`: another process has taken over the item from disk. */
export type End = 'sent' | 'dropped' | 'elsewhere'

export type EndTotals = Readonly<Record<End, number>>

/** `countUpTo` returns the number of ended items with a sequence number up to the given one. */
export type EndListener = (end: End, countUpTo: (sequence: number) => number) => void

const NONE: EndTotals = { sent: 0, dropped: 0, elsewhere: 0 }

/**
 * Counts the final outcomes of this process's items. Each item is counted once, whether it was sent from memory or from
 * disk. Items that other processes spooled have no sequence number and are not counted.
 */
export class ItemEnds {
  readonly #listeners = new Set<EndListener>()
  #totals = NONE
  #reported = NONE

  count(end: End, items: readonly SerializedEnvelope[]): void {
    this.countBySequence(
      end,
      (sequence) => items.filter((item) => item.sequence > 0 && item.sequence <= sequence).length,
    )
  }

  countBySequence(end: End, countUpTo: (sequence: number) => number): void {
    this.#add(end, countUpTo(Number.POSITIVE_INFINITY))
    for (const listener of this.#listeners) listener(end, countUpTo)
  }

  /** Counts an item that was dropped before it got a sequence number. */
  droppedUnserialized(): void {
    this.#add('dropped', 1)
  }

  /** Calls `listener` when items end. Returns a function that stops the calls. */
  onEnd(listener: EndListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Returns the outcomes that no report has included yet. Call `markReported` with the totals that the next report
   * includes.
   */
  unreported(): { readonly totals: EndTotals; markReported(totals: EndTotals): void } {
    const before = this.#reported
    return {
      totals: combine(this.#totals, before, (now, reported) => now - reported),
      markReported: (totals) => {
        const upTo = combine(before, totals, (a, b) => a + b)
        // Use the maximum, because concurrent flushes report the same outcomes.
        this.#reported = combine(this.#reported, upTo, Math.max)
      },
    }
  }

  #add(end: End, items: number): void {
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
