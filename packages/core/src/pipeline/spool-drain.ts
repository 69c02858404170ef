import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import type { Trouble } from '../ingestion/breeze-response'
import type { Claim, Spool } from '../spool/spool'
import type { AttemptResult } from './attempt-result'
import type { Attempts } from './attempts'
import { backoffMs } from './backoff'
import { DrainPace } from './drain-pace'
import { Pause } from './pause'
import { reportTrouble } from './report-trouble'
import { finishClaim, settle } from './settle'

export interface DrainParts {
  readonly attempts: Attempts
  readonly spool: Spool
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  readonly minRetryDelayMs: number
  /** Returns true while live traffic succeeds, so that a failure is probably caused by the batch itself. */
  readonly isEndpointHealthy: () => boolean
  readonly onAttempted: (tried: AttemptResult) => void
  /** Called when a batch fails although live traffic succeeds. */
  readonly onFailed: () => void
  readonly onPauseOver: () => void
}

/** `paced`: one batch at a time, with pauses in between. `fast`: two at a time, without pauses. */
type DrainSpeed = 'paced' | 'fast'

/** The limit is low because each open batch takes a megabyte or more, and may arrive twice if the process crashes. */
const MAX_OPEN: Readonly<Record<DrainSpeed, number>> = { paced: 1, fast: 2 }

/** Sends batches from the spool. */
export class SpoolDrain {
  readonly #parts: DrainParts
  #speed: DrainSpeed = 'paced'
  readonly #pace = new DrainPace()
  #open = 0
  #failures = 0
  /** Delays only the spool, so that a batch that keeps failing does not delay live traffic. */
  #pause: Pause | undefined

  constructor(parts: DrainParts) {
    this.#parts = parts
  }

  /** True if another batch may be claimed now. */
  get isReady(): boolean {
    if (this.#pause !== undefined || this.#open >= MAX_OPEN[this.#speed]) return false
    return this.#parts.spool.hasReady
  }

  /** Sends the next batch once. */
  async sendNext(): Promise<void> {
    this.#open++
    try {
      const claim = await this.#parts.spool.claim()
      if (claim !== undefined) await this.#send(claim)
    } finally {
      this.#open--
    }
  }

  setSpeed(speed: DrainSpeed): void {
    this.#speed = speed
    if (speed === 'fast' && this.#failures === 0) this.endPause()
  }

  succeeded(): void {
    this.#failures = 0
    this.#pace.succeeded()
  }

  failed(): void {
    this.#pace.failed()
  }

  endPause(): void {
    this.#pause?.end()
  }

  async #send(claim: Claim): Promise<void> {
    const { attempts, spool, diagnostics, isEndpointHealthy, onAttempted } = this.#parts
    // A batch that overflowed from the queue was never sent before, so sending it is not a retry.
    if ((claim.batch.tries ?? 0) > 0) diagnostics.retried++
    const result = await attempts.send(claim.batch).catch((error: unknown) => {
      claim.release(claim.batch)
      throw error
    })
    // Do not await here, because both equations of `stats()` have to hold whenever other code runs.
    finishClaim(claim, result)
    settle(result, spool.durable ? diagnostics.spool : diagnostics)
    const { trouble } = result
    if (trouble?.kind === 'retryable' && isEndpointHealthy()) return this.#batchFailed(trouble)
    onAttempted(result)
    // Do not pause after a batch from the memory spool: it is small and recent.
    if (trouble === undefined && spool.durable && this.#speed === 'paced') this.#pauseFor(this.#pace.pauseMs)
  }

  #batchFailed(trouble: Trouble & { readonly kind: 'retryable' }): void {
    const { minRetryDelayMs, diagnostics, onFailed } = this.#parts
    this.#failures++
    this.#pace.failed()
    this.#pauseFor(Math.max(trouble.retryAfterMs ?? 0, backoffMs(this.#failures, minRetryDelayMs)))
    onFailed()
    reportTrouble(trouble, diagnostics)
  }

  #pauseFor(pauseMs: number): void {
    if (pauseMs === 0) return
    this.#pause ??= new Pause(this.#parts.clock, () => {
      this.#pause = undefined
      this.#parts.onPauseOver()
    })
    this.#pause.lastsAtLeast(pauseMs)
  }
}
