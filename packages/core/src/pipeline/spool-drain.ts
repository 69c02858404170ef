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
import { handBack, settle } from './settle'

export interface DrainParts {
  readonly attempts: Attempts
  readonly spool: Spool
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  readonly minRetryDelayMs: number
  /** Live traffic goes well, so a failure may be the fault of the batch. */
  readonly isEndpointWell: () => boolean
  /** What a try says about the endpoint. */
  readonly onAttempted: (tried: AttemptResult) => void
  /** A batch failed while the endpoint was well. */
  readonly onFailed: () => void
  readonly onPauseOver: () => void
}

/** At ease, one batch at a time with pauses in between. In haste, two at a time without. */
type DrainSpeed = 'paced' | 'fast'

/** Each one holds a megabyte or more, and may arrive twice if the process crashes. */
const MAX_UNDER_WAY: Readonly<Record<DrainSpeed, number>> = { paced: 1, fast: 2 }

/** Sends batches that were set aside. */
export class SpoolDrain {
  readonly #parts: DrainParts
  #speed: DrainSpeed = 'paced'
  readonly #pace = new DrainPace()
  #underWay = 0
  #failures = 0
  /** A batch that no endpoint accepts delays the other batches on disk, but not the live traffic. */
  #pause: Pause | undefined

  constructor(parts: DrainParts) {
    this.#parts = parts
  }

  /** True if another batch may be claimed now. */
  get isReady(): boolean {
    if (this.#pause !== undefined || this.#underWay >= MAX_UNDER_WAY[this.#speed]) return false
    return this.#parts.spool.hasReady
  }

  /** Sends the next batch, once. */
  async sendNext(): Promise<void> {
    this.#underWay++
    try {
      const claim = await this.#parts.spool.claim()
      if (claim !== undefined) await this.#send(claim)
    } finally {
      this.#underWay--
    }
  }

  become(speed: DrainSpeed): void {
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
    const { attempts, spool, diagnostics, isEndpointWell, onAttempted } = this.#parts
    // A batch that overflowed from the queue has not been tried before.
    if ((claim.batch.tries ?? 0) > 0) diagnostics.retried++
    const tried = await attempts.send(claim.batch).catch((error: unknown) => {
      claim.release(claim.batch)
      throw error
    })
    // No await before both are done: the sums hold at every moment that somebody can look.
    handBack(claim, tried)
    settle(tried, spool.durable ? diagnostics.spool : diagnostics)
    const { trouble } = tried
    if (trouble?.kind === 'retryable' && isEndpointWell()) return this.#batchFailed(trouble)
    onAttempted(tried)
    // A batch that waited in memory is small, and was live traffic a moment ago.
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
