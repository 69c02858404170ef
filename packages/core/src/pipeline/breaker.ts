import type { Clock } from '../clock'
import type { BreakerState } from '../diagnostics/stats'
import type { Trouble } from '../ingestion/breeze-response'
import { backoffMs } from './backoff'
import { Pause } from './pause'

/** More requests at once do not make one endpoint faster. */
export const MAX_IN_FLIGHT = 4

/** This many failures in a row are an outage. */
const FAILURES_THAT_OPEN = 5

/** Until somebody has granted or changed something. */
const CURE_PAUSE_MS = 5 * 60_000

/** What is told to wait longer than this waits better on disk than in memory. */
const MAX_LIVE_WAIT_MS = 10_000

const QUOTA_PAUSE_MS = 3_600_000

/**
 * How much may be asked of the endpoint right now, learnt from how the last requests went. It is the endpoint that is
 * paused after a failure, not the batch that met it.
 *
 *     closed --trouble that will last--> open --its pause is over--> half-open --success--> closed
 *                                          ^----------trouble----------'
 */
export class Breaker {
  readonly #clock: Clock
  readonly #minRetryDelayMs: number
  readonly #onPauseOver: () => void
  #state: BreakerState = 'closed'
  #failures = 0
  /** A little more with each success, half with each failure. */
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

  /** No request has failed since the last one that succeeded. */
  get isWell(): boolean {
    return this.#state === 'closed' && this.#failures === 0
  }

  /** Requests that may be under way at once. */
  get allowed(): number {
    if (this.#pause !== undefined) return 0
    return this.#state === 'closed' ? Math.floor(this.#concurrency) : 1
  }

  /** Resolves when the endpoint may be asked again. */
  get pauseOver(): Promise<void> {
    return this.#pause?.over ?? Promise.resolve()
  }

  succeeded(): void {
    if (this.#state === 'open') return // it was under way before the trouble, and says nothing of how it is now
    this.#state = 'closed'
    this.#failures = 0
    this.#concurrency = Math.min(MAX_IN_FLIGHT, this.#concurrency + 0.25)
  }

  failed(trouble: Trouble): void {
    // Requests that were under way together fail together: that is one failure, and not a longer outage.
    if (this.#pause === undefined) {
      this.#failures++
      this.#concurrency = Math.max(1, this.#concurrency / 2)
    }
    if (this.#state === 'half-open' || this.#failures >= FAILURES_THAT_OPEN || opensAtOnce(trouble))
      this.#state = 'open'
    this.#pauseFor(this.#pauseMs(trouble))
  }

  /** The endpoint is fine, but some items are to be sent again, and not in the same moment. */
  ease(): void {
    this.#pauseFor(backoffMs(1, this.#minRetryDelayMs))
  }

  /** For somebody who cannot wait. */
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
