import type { TableName } from '@azmon/kql'
import type { TableRow } from '../rows/row'
import type { LivePost } from './live-data'
import { StoredRows } from './stored-rows'

/** The number of rows that were just stored, for each table that has some. */
export type StoredCounts = Readonly<Partial<Record<TableName, number>>>

export interface LiveListener {
  /** Called for each process about once a second. */
  onPost(post: LivePost): void
  /** Called at once for stored rows, and then at most every 250 ms. */
  onStored(counts: StoredCounts): void
}

/** Passes on what processes send for the live view, and which tables have new rows. Keeps nothing. */
export class LiveMetrics {
  readonly #listeners = new Set<LiveListener>()
  readonly #stored = new StoredRows((counts) => this.#tell((listener) => listener.onStored(counts)))

  /** Whether somebody looks. Processes send only then. */
  get isWatched(): boolean {
    return this.#listeners.size > 0
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: LiveListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  addPost(post: LivePost): void {
    this.#tell((listener) => listener.onPost(post))
  }

  addStored(rows: readonly TableRow[]): void {
    if (this.isWatched) this.#stored.add(rows)
  }

  #tell(tell: (listener: LiveListener) => void): void {
    for (const listener of [...this.#listeners]) tell(listener)
  }
}
