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
import { SpoolDrain } from './spool-drain'

export interface SenderParts {
  /** The next batch that is due. */
  readonly next: () => Batch | undefined
  /** Takes back a batch that neither the endpoint nor the spool accepted. */
  readonly putBack: (batch: Batch) => void
  readonly post: (payload: Payload) => Promise<SendOutcome>
  readonly spool: Spool
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  readonly minRetryDelayMs: number
  /** No request is under way, and none can begin for now. */
  readonly onIdle: () => void
}

/**
 * How failures are handled. `retries`: after a pause, another try. `one-try`: no pauses, and after the first failure
 * `given-up`: no more requests. `stopped`: the same, for good.
 */
type Patience = 'retries' | 'one-try' | 'given-up' | 'stopped'

/**
 * Takes due batches and brings each to its end: acknowledged, dropped for a reason that is counted, or set aside in the
 * spool. From the first failure on, a batch that is due is on disk before it is sent, until a request succeeds again:
 *
 *     endpoint well      queue ------------> endpoint
 *     after a failure    queue --> disk ---> endpoint        one request at a time, after a pause
 *     breaker open       queue --> disk
 */
export class Sender {
  readonly #parts: SenderParts
  readonly #breaker: Breaker
  readonly #live: LiveDeliveries
  readonly #drain: SpoolDrain
  #requests = 0
  #requestsStarted = 0
  #expedited = 0
  #patience: Patience = 'retries'
  #onceIdle: (() => void)[] = []

  constructor(parts: SenderParts) {
    const { clock, diagnostics, minRetryDelayMs, spool } = parts
    const attempts = new Attempts(parts)
    const onAttempted = (tried: AttemptResult) => this.#learn(tried)
    const pump = () => this.pump()
    this.#parts = parts
    this.#breaker = new Breaker(clock, minRetryDelayMs, pump)
    this.#live = new LiveDeliveries({
      attempts,
      spool,
      diagnostics,
      clock,
      setAside: (batch) => this.#setAside(batch),
      onAttempted,
      onSlow: pump,
    })
    this.#drain = new SpoolDrain({
      attempts,
      spool,
      diagnostics,
      clock,
      minRetryDelayMs,
      isEndpointWell: () => this.#breaker.isWell,
      onAttempted,
      onFailed: () => this.#giveUp(),
      onPauseOver: pump,
    })
  }

  /** Items taken from the queue that are in memory alone, and have not reached their end. */
  get inFlightItems(): number {
    return this.#live.items
  }

  get breaker(): BreakerState {
    return this.#breaker.state
  }

  /** No request has failed since the last one that succeeded. */
  get isEndpointWell(): boolean {
    return this.#breaker.isWell
  }

  get #isIdle(): boolean {
    return this.#requests === 0
  }

  /** Starts as many requests as are due and allowed: live traffic first, then what was set aside. */
  pump(): void {
    const { next, spool } = this.#parts
    while (this.#mayStart) {
      const batch = next()
      if (batch === undefined) break
      void this.#run(() => this.#live.deliver(batch, this.#breaker.isWell ? 'none' : 'on-disk'))
    }
    // A memory spool is no safer than the queue, which knows what to drop first.
    if (this.#breaker.state === 'open' || (spool.durable && (!this.#breaker.isWell || this.#live.isSlow))) {
      this.#setAsideDue()
    }
    while (this.#mayStart && this.#drain.isReady) void this.#run(() => this.#drain.sendNext())
    if (this.#isIdle) this.#parts.onIdle()
  }

  /** What was set aside is sent as fast as the endpoint takes it, until the returned function is called. */
  expedite(): () => void {
    this.#expedited++
    this.#drain.become('fast')
    this.pump()
    return () => {
      this.#expedited--
      if (this.#expedited === 0) this.#drain.become('paced')
    }
  }

  /**
   * For a process that is ending: no pauses, one try per batch, and no requests after the first failure, until
   * `end()`. `sendAll` resolves when no request is under way any more: `sent-some`, so call it again for what came
   * meanwhile; or `done`, because nothing could be sent.
   */
  hurry(): { sendAll(): Promise<'sent-some' | 'done'>; end(): void } {
    this.#become('one-try')
    const slowDown = this.expedite()
    this.#drain.endPause()
    this.#breaker.endPause()
    return {
      sendAll: async () => {
        const before = this.#requestsStarted
        this.pump()
        await this.#untilIdle()
        return this.#requestsStarted > before ? 'sent-some' : 'done'
      },
      end: () => {
        slowDown()
        this.#become('retries')
        this.pump()
      },
    }
  }

  /** For good. Resolves when no request is under way any more; what is left of them is set aside. */
  stop(): Promise<void> {
    this.#become('stopped')
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

  #become(patience: Patience): void {
    if (this.#patience !== 'stopped') this.#patience = patience
  }

  #giveUp(): void {
    if (this.#patience === 'one-try') this.#patience = 'given-up'
  }

  #untilIdle(): Promise<void> {
    return this.#isIdle ? Promise.resolve() : new Promise((resolve) => this.#onceIdle.push(resolve))
  }

  get #mayStart(): boolean {
    const goesOn = this.#patience === 'retries' || this.#patience === 'one-try'
    return goesOn && this.#requests < this.#breaker.allowed
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#requests++
    this.#requestsStarted++
    try {
      await work()
    } catch (error) {
      // Nothing in here is known to throw. If it does, it must not end the application.
      this.#parts.diagnostics.failed(error instanceof Error ? error : new Error(String(error)))
    }
    this.#requests--
    this.pump()
    if (this.#isIdle) for (const resolve of this.#onceIdle.splice(0)) resolve()
  }

  #learn({ rejected, rest, trouble }: AttemptResult): void {
    const { diagnostics } = this.#parts
    if (trouble === undefined) {
      this.#breaker.succeeded()
      this.#drain.succeeded()
      if (rest.length > 0) this.#slowDown()
    } else {
      this.#breaker.failed(trouble)
      this.#drain.failed()
      this.#giveUp()
      reportTrouble(trouble, diagnostics)
    }
    if (rejected.length > 0) reportRefusal(rejected, diagnostics)
  }

  #slowDown(): void {
    if (this.#patience === 'retries') this.#breaker.ease()
    reportPartialAcceptance(this.#parts.diagnostics)
  }

  /** What does not fit into the spool stays due. */
  #setAsideDue(): void {
    for (let batch = this.#parts.next(); batch !== undefined; batch = this.#parts.next()) {
      if (this.#setAside(batch) === 'refused') return
    }
  }

  #setAside(batch: Batch): 'stored' | 'refused' {
    const { spool, putBack, diagnostics } = this.#parts
    const answer = spool.put(batch)
    if (answer === 'refused') {
      putBack(batch)
    } else if (spool.durable) {
      diagnostics.spooled(batch.items)
      releaseTexts(batch.items)
    }
    return answer
  }
}
