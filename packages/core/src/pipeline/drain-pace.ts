/** The first pause. It protects a recovering endpoint from getting the whole backlog at once. */
const FIRST_MS = 250

/** The pause between two batches from the spool. Each success halves it, so the spool of a healthy endpoint is soon empty. */
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
