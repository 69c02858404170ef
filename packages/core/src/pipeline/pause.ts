import type { Clock, Timer } from '../clock'

/** A period in which no request starts. */
export class Pause {
  readonly #clock: Clock
  readonly #onEnd: () => void
  #untilMs = Number.NEGATIVE_INFINITY
  #timer: Timer | undefined

  constructor(clock: Clock, onEnd: () => void) {
    this.#clock = clock
    this.#onEnd = onEnd
  }

  lastsAtLeast(delayMs: number): void {
    const untilMs = this.#clock.monotonicMs() + delayMs
    if (untilMs <= this.#untilMs) return
    this.#untilMs = untilMs
    this.#timer?.cancel()
    this.#timer = this.#clock.after(delayMs, () => this.end())
  }

  end(): void {
    this.#timer?.cancel()
    this.#onEnd()
  }
}
