import type { Clock } from '../clock'

/** A larger difference is a jump. Small corrections of the clock and late timers stay below it. */
const JUMP_MS = 30_000

/** The time without a jump after which the clock is trusted. Every running process renews its leases within this time. */
const STEADY_AFTER_MS = 60_000

/**
 * Detects jumps of the wall clock by comparing it with the monotonic clock, which cannot be set. A clock that is briefly
 * wrong must not make new files expire.
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

  /** True if no jump was detected in the last minute. */
  get isTrusted(): boolean {
    return this.#isSteady() || !this.#hasJumped
  }

  /** True if the clock was watched for a whole minute without a jump. Required before anything is deleted. */
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
