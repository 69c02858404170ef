import type { Batch } from '../batch/batch'
import type { Payload } from '../batch/payload'
import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import type { BreakerState, DropReason } from '../diagnostics/stats'
import type { SendOutcome } from '../ingestion/breeze-response'
import { releaseTexts } from '../item/item'
import type { Spool } from '../spool/spool'
import type { AttemptResult } from './attempt-result'
import { Attempts } from './attempts'
import { Breaker } from './breaker'
import { LiveDeliveries } from './live-deliveries'
import { reportPartialAcceptance, reportRefusal, reportTrouble } from './report-trouble'
import { RetryMode } from './retry-mode'
import { SpoolDrain } from './spool-drain'

export interface SenderParts {
  /** Takes the next batch that is due. */
  readonly next: () => Batch | undefined
  /** Puts back a batch that neither the endpoint nor the spool accepted. */
  readonly putBack: (batch: Batch) => void
  readonly post: (payload: Payload) => Promise<SendOutcome>
  readonly spool: Spool
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  readonly minRetryDelayMs: number
  /** Called when no request is open and none can start for now. */
  readonly onIdle: () => void
}

/**
 * Handles each due batch until its items are acknowledged, spooled, or dropped with a counted reason. After a failure,
 * stores each due batch on disk before sending it, until a request succeeds again:
 *
 *     endpoint healthy   queue ------------> endpoint
 *     after a failure    queue --> disk ---> endpoint        one request at a time, after a pause
 *     breaker open       queue --> disk
 */
export class Sender {
  readonly #parts: SenderParts
  readonly #breaker: Breaker
  readonly #live: LiveDeliveries
  readonly #drain: SpoolDrain
  readonly #retryMode = new RetryMode()
  #openRequests = 0
  #startedRequests = 0
  #expediteCalls = 0
  #onceIdle: (() => void)[] = []

  constructor(parts: SenderParts) {
    const { clock, diagnostics, minRetryDelayMs, spool } = parts
    const attempts = new Attempts(parts)
    const onAttempted = (result: AttemptResult) => this.#learnFrom(result)
    const pump = () => this.pump()
    this.#parts = parts
    this.#breaker = new Breaker(clock, minRetryDelayMs, pump)
    this.#live = new LiveDeliveries({
      attempts,
      spool,
      diagnostics,
      clock,
      store: (batch) => this.#store(batch),
      onAttempted,
      onSlow: pump,
    })
    this.#drain = new SpoolDrain({
      attempts,
      spool,
      diagnostics,
      clock,
      minRetryDelayMs,
      isEndpointHealthy: () => this.#breaker.isHealthy,
      onAttempted,
      onFailed: () => this.#retryMode.failed(),
      onPauseOver: pump,
    })
  }

  /** The number of unfinished items that have left the queue and are only in memory. */
  get inFlightItems(): number {
    return this.#live.items
  }

  get breaker(): BreakerState {
    return this.#breaker.state
  }

  /** True if no request has failed since the last success. */
  get isEndpointHealthy(): boolean {
    return this.#breaker.isHealthy
  }

  get #isIdle(): boolean {
    return this.#openRequests === 0
  }

  get #mayStart(): boolean {
    return this.#retryMode.allowsRequests && this.#openRequests < this.#breaker.allowed
  }

  /** Starts as many due requests as are allowed: live batches first, then batches from the spool. */
  pump(): void {
    const { next, spool } = this.#parts
    while (this.#mayStart) {
      const batch = next()
      if (batch === undefined) break
      void this.#run(() => this.#live.deliver(batch, this.#breaker.isHealthy ? 'none' : 'on-disk'))
    }
    // A memory spool is no safer than the queue, which at least drops the least severe items first.
    if (this.#breaker.state === 'open' || (spool.durable && (!this.#breaker.isHealthy || this.#live.isSlow))) {
      this.#storeDue()
    }
    while (this.#mayStart && this.#drain.isReady) void this.#run(() => this.#drain.sendNext())
    if (this.#isIdle) this.#parts.onIdle()
  }

  /** Drains the spool as fast as the endpoint accepts it, until the returned function is called. */
  expedite(): () => void {
    this.#expediteCalls++
    this.#drain.setSpeed('fast')
    this.pump()
    return () => {
      this.#expediteCalls--
      if (this.#expediteCalls === 0) this.#drain.setSpeed('paced')
    }
  }

  /**
   * Drains for a process that is ending: until `end()`, there are no pauses, one try per batch, and no requests after the
   * first failure. `sendAll` resolves when no request is open. After `sent-some`, call it again to send items logged
   * meanwhile; after `done`, there was nothing that could be sent.
   */
  drainOnce(): { sendAll(): Promise<'sent-some' | 'done'>; end(): void } {
    this.#retryMode.allowOneTry()
    const slowDown = this.expedite()
    this.#drain.endPause()
    this.#breaker.endPause()
    return {
      sendAll: async () => {
        const before = this.#startedRequests
        this.pump()
        await this.#untilIdle()
        return this.#startedRequests > before ? 'sent-some' : 'done'
      },
      end: () => {
        slowDown()
        this.#retryMode.allowRetries()
        this.pump()
      },
    }
  }

  /** Stops starting requests. Resolves when all open requests have ended. Items that they leave unfinished are spooled. */
  stop(): Promise<void> {
    this.#retryMode.stop()
    this.#drain.endPause()
    this.#breaker.endPause()
    return this.#untilIdle()
  }

  /** @see LiveDeliveries.copyToDisk */
  copyInFlight(isTimeUp: () => boolean): void {
    this.#live.copyToDisk(isTimeUp)
  }

  /** @see LiveDeliveries.releaseCopies */
  releaseCopies(): void {
    this.#live.releaseCopies()
  }

  /** @see LiveDeliveries.drop */
  dropInFlight(reason: DropReason): number {
    return this.#live.drop(reason)
  }

  #untilIdle(): Promise<void> {
    return this.#isIdle ? Promise.resolve() : new Promise((resolve) => this.#onceIdle.push(resolve))
  }

  async #run(request: () => Promise<void>): Promise<void> {
    this.#openRequests++
    this.#startedRequests++
    try {
      await request()
    } catch (error) {
      // No error is expected here, but one must not crash the application.
      this.#parts.diagnostics.failed(error instanceof Error ? error : new Error(String(error)))
    }
    this.#openRequests--
    this.pump()
    if (this.#isIdle) for (const resolve of this.#onceIdle.splice(0)) resolve()
  }

  #learnFrom({ rejected, rest, trouble }: AttemptResult): void {
    const { diagnostics } = this.#parts
    if (trouble === undefined) {
      this.#breaker.succeeded()
      this.#drain.succeeded()
      if (rest.length > 0) this.#slowDown()
    } else {
      this.#breaker.failed(trouble)
      this.#drain.failed()
      this.#retryMode.failed()
      reportTrouble(trouble, diagnostics)
    }
    if (rejected.length > 0) reportRefusal(rejected, diagnostics)
  }

  #slowDown(): void {
    if (this.#retryMode.allowsPauses) this.#breaker.slowDown()
    reportPartialAcceptance(this.#parts.diagnostics)
  }

  /** Spools due batches until the spool refuses one. The refused batch stays due. */
  #storeDue(): void {
    for (let batch = this.#parts.next(); batch !== undefined; batch = this.#parts.next()) {
      if (this.#store(batch) === 'refused') return
    }
  }

  #store(batch: Batch): 'stored' | 'refused' {
    const { spool, putBack, diagnostics } = this.#parts
    const result = spool.put(batch)
    if (result === 'refused') {
      putBack(batch)
    } else if (spool.durable) {
      diagnostics.spooled(batch.items)
      releaseTexts(batch.items)
    }
    return result
  }
}
