import type { Clock } from '../clock'
import type { BreakerState } from '../diagnostics/stats'
import type { Trouble } from '../ingestion/breeze-response'
import { backoffMs } from './backoff'
import { Pause } from './pause'

/** More concurrent requests would not increase the throughput of one endpoint. */
export const MAX_IN_FLIGHT = 4

/** The number of consecutive failures that opens the breaker. */
const FAILURES_THAT_OPEN = 5

/** Retrying sooner is pointless: a user has to grant a role or change a setting first. */
const CURE_PAUSE_MS = 5 * 60_000

/** Batches that would have to wait longer than this are stored on disk. */
const MAX_LIVE_WAIT_MS = 10_000

const QUOTA_PAUSE_MS = 3_600_000

/**
 * Limits the requests to the endpoint according to recent results. A failure pauses all requests, not just those of one
 * batch.
 *
 *     closed --lasting trouble--> open --pause is over--> half-open --success--> closed
 *                            ^-----------trouble-----------'
 */
export class Breaker {
  readonly #clock: Clock
  readonly #minRetryDelayMs: number
  readonly #onPauseOver: () => void
  #state: BreakerState = 'closed'
  #failures = 0
  /** Increased by a constant after each success, halved after each failure. */
  #concurrency = 2
  #pause: Pause | undefined

  constructor(clock: Clock, minRetryDelayMs: number, onPauseOver: () => void) {
    this.#clock = clock
    this.#minRetryDelayMs = minRetryDelayMs
    this.#onPauseOver = onPauseOver
  }

  get state(): BreakerState {
    return this.#state
  }

  /** True if no request has failed since the last success. */
  get isHealthy(): boolean {
    return this.#state === 'closed' && this.#failures === 0
  }

  /** The number of requests that may be open at the same time. */
  get allowed(): number {
    if (this.#pause !== undefined) return 0
    return this.#state === 'closed' ? Math.floor(this.#concurrency) : 1
  }

  succeeded(): void {
    if (this.#state === 'open') return // this request started before the failure
    this.#state = 'closed'
    this.#failures = 0
    this.#concurrency = Math.min(MAX_IN_FLIGHT, this.#concurrency + 0.25)
  }

  failed(trouble: Trouble): void {
    // Concurrent requests fail together, so count them as one failure.
    if (this.#pause === undefined) {
      this.#failures++
      this.#concurrency = Math.max(1, this.#concurrency / 2)
    }
    if (this.#state === 'half-open' || this.#failures >= FAILURES_THAT_OPEN || opensAtOnce(trouble))
      this.#state = 'open'
    this.#pauseFor(this.#pauseMs(trouble))
  }

  /** Pauses without counting a failure: the endpoint works, but some items have to be sent again. */
  slowDown(): void {
    this.#pauseFor(backoffMs(1, this.#minRetryDelayMs))
  }

  /** Ends the pause at once, because the process is about to exit. */
  endPause(): void {
    this.#pause?.end()
  }

  #pauseFor(delayMs: number): void {
    this.#pause ??= new Pause(this.#clock, () => this.#pauseIsOver())
    this.#pause.lastsAtLeast(delayMs)
  }

  #pauseIsOver(): void {
    this.#pause = undefined
    if (this.#state === 'open') this.#state = 'half-open'
    this.#onPauseOver()
  }

  #pauseMs(trouble: Trouble): number {
    switch (trouble.kind) {
      case 'retryable':
      case 'throttled':
        return trouble.retryAfterMs ?? backoffMs(this.#failures, this.#minRetryDelayMs)
      case 'quota':
        return trouble.retryAfterMs ?? QUOTA_PAUSE_MS
      case 'denied':
      case 'misconfigured':
        return CURE_PAUSE_MS
    }
  }
}

// --- helpers, in order of use ---

function opensAtOnce(trouble: Trouble): boolean {
  switch (trouble.kind) {
    case 'retryable':
      return (trouble.retryAfterMs ?? 0) > MAX_LIVE_WAIT_MS
    case 'throttled':
    case 'quota':
    case 'denied':
    case 'misconfigured':
      return true
  }
}
