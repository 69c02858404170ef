const FIRST_EPOCH_MS = Date.UTC(2026, 0, 2)

/** Time that stands still until a test moves it. Fits core's `Clock`. */
export class ManualClock {
  #nowMs = 0
  #jumpedMs = 0
  #timers: { readonly dueMs: number; readonly callback: () => void }[] = []

  monotonicMs(): number {
    return this.#nowMs
  }

  /** As if the test had begun on a day in 2026; set it back or forward as clocks are. */
  epochMs(): number {
    return FIRST_EPOCH_MS + this.#nowMs + this.#jumpedMs
  }

  /** Sets the wall clock, and only that. */
  jump(byMs: number): void {
    this.#jumpedMs += byMs
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

  /** Moves on, and calls what becomes due on the way, in order. */
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
