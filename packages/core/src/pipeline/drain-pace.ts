/** The first pause: a recovering endpoint must not get the whole backlog at once. */
const FIRST_MS = 250

/** The pause between two batches from the spool. Each success halves it, so that a healthy endpoint soon gets everything. */
export class DrainPace {
  #pauseMs = FIRST_MS

  get pauseMs(): number {
    return this.#pauseMs < 1 ? 0 : this.#pauseMs
  }

  succeeded(): void {
    this.#pauseMs /= 2
  }

  failed(): void {
    this.#pauseMs = FIRST_MS
  }
}
