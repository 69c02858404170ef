import type { Clock } from '../clock'

/** Clocks that are corrected, and timers that are late, move less. */
const JUMP_MS = 30_000

/** Every living process has renewed its leases by then. */
const STEADY_AFTER_MS = 60_000

/**
 * Whether the wall clock can be trusted. A clock that is wrong for a second must not make old what was just written:
 * it is compared to the monotonic clock, which cannot be set.
 */
export class ClockWatch {
  readonly #clock: Clock
  #offsetMs: number
  #steadySinceMs: number
  #hasJumped = false

  constructor(clock: Clock) {
    this.#clock = clock
    this.#offsetMs = clock.epochMs() - clock.monotonicMs()
    this.#steadySinceMs = clock.monotonicMs()
  }

  /** The clock has not been set within the last minute, as far as is known. */
  get isTrusted(): boolean {
    return this.#isSteady() || !this.#hasJumped
  }

  /** The clock was watched for a minute, and not set. For what cannot be undone. */
  get isProven(): boolean {
    return this.#isSteady()
  }

  #isSteady(): boolean {
    const nowMs = this.#clock.monotonicMs()
    const offsetMs = this.#clock.epochMs() - nowMs
    if (Math.abs(offsetMs - this.#offsetMs) > JUMP_MS) {
      this.#offsetMs = offsetMs
      this.#steadySinceMs = nowMs
      this.#hasJumped = true
    }
    return nowMs - this.#steadySinceMs >= STEADY_AFTER_MS
  }
}
