/** An endpoint that is just coming back is not to be run over by all that waits for it. */
const FIRST_MS = 250

/** How long to wait between two batches from the spool: half after each success, so that a healthy endpoint soon gets all. */
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
