const FIRST_EPOCH_MS = Date.UTC(2026, 0, 2)

/** Implements core's `Clock`. Time stands still until a test advances it. */
export class ManualClock {
  #nowMs = 0
  #offsetMs = 0
  #timers: { readonly dueMs: number; readonly callback: () => void }[] = []

  monotonicMs(): number {
    return this.#nowMs
  }

  /** Returns the time of the wall clock, which starts on January 2, 2026. */
  epochMs(): number {
    return FIRST_EPOCH_MS + this.#nowMs + this.#offsetMs
  }

  /** Moves only the wall clock, forward or backward. */
  jump(byMs: number): void {
    this.#offsetMs += byMs
  }

  after(delayMs: number, callback: () => void): { cancel(): void } {
    const timer = { dueMs: this.#nowMs + delayMs, callback }
    this.#timers.push(timer)
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer)
      },
    }
  }

  /** Advances both clocks and calls the timers that become due, in order. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs
    for (;;) {
      const next = this.#timers.filter((timer) => timer.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#nowMs = next.dueMs
      next.callback()
    }
    this.#nowMs = untilMs
  }
}
