import type { SerializedEnvelope } from '../item/item'

/**
 * The sequence numbers of the items in one file, in the order of its lines: `[from, count]` for each run of consecutive
 * numbers. Items of other processes have no sequence number, so their runs begin at 0 and are not counted.
 */
type Runs = readonly (readonly [from: number, count: number])[]

type Sequenced = Pick<SerializedEnvelope, 'sequence'>

/** Stands for an item that is not counted, such as one of another process. */
const UNCOUNTED: Sequenced = { sequence: 0 }

/** Tracks the items of this process that are on disk, by file. */
export class OwnItems {
  readonly #runsOf = new Map<string, Runs>()
  #items = 0

  /** The number of unfinished items of this process that are on disk. */
  get items(): number {
    return this.#items
  }

  /** Returns the number of these items with a sequence number up to `sequence`. */
  upTo(sequence: number): number {
    let items = 0
    for (const runs of this.#runsOf.values()) items += countUpTo(runs, sequence)
    return items
  }

  /** Records that the file `id` now contains `items`. */
  stored(id: string, items: readonly Sequenced[]): void {
    const runs = runsOf(items)
    const own = countUpTo(runs, Number.POSITIVE_INFINITY)
    if (own === 0) return
    this.#items += own
    this.#runsOf.set(id, runs)
  }

  /**
   * Records that the file `id` still contains `items`, of which only `unfinished` are counted. The others are sent again
   * with the file, but not counted twice.
   */
  keepOnly(id: string, items: readonly Sequenced[], unfinished: readonly Sequenced[]): void {
    const kept = new Set(unfinished.map(({ sequence }) => sequence))
    this.forget(id)
    this.stored(
      id,
      items.map((item) => (kept.has(item.sequence) ? item : UNCOUNTED)),
    )
  }

  /** Restores the sequence numbers of items that were read from the file `id`. */
  restore(id: string, items: readonly SerializedEnvelope[]): void {
    let index = 0
    for (const [from, count] of this.#runsOf.get(id) ?? []) {
      for (let offset = 0; offset < count; offset++, index++) {
        const item = items[index]
        if (item !== undefined && from > 0) item.sequence = from + offset
      }
    }
  }

  /** Stops tracking the file `id`. Returns a function that counts its items up to a sequence number. */
  forget(id: string): ((sequence: number) => number) | undefined {
    const runs = this.#runsOf.get(id)
    if (runs === undefined) return undefined
    this.#runsOf.delete(id)
    this.#items -= countUpTo(runs, Number.POSITIVE_INFINITY)
    return (sequence) => countUpTo(runs, sequence)
  }
}

// --- helpers, in order of use ---

function countUpTo(runs: Runs, sequence: number): number {
  let items = 0
  for (const [from, count] of runs) if (from > 0) items += Math.max(0, Math.min(count, sequence - from + 1))
  return items
}

function runsOf(items: readonly Sequenced[]): Runs {
  const runs: [from: number, count: number][] = []
  for (const { sequence } of items) {
    const last = runs.at(-1)
    const continues =
      last !== undefined && (sequence === 0 ? last[0] === 0 : sequence === last[0] + last[1] && last[0] > 0)
    if (continues) last[1]++
    else runs.push([sequence, 1])
  }
  return runs
}
