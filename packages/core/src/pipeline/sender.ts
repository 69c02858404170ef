import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics'
import type { SendOutcome, Trouble } from '../ingestion/breeze-response'
import type { Payload } from '../ingestion/payload'
import type { Spool } from '../spool/spool'
import { Attempts } from './attempts'
import type { Batch } from './batch'
import { Breaker, type BreakerState } from './breaker'
import { Pause } from './pause'
import { backoffMs } from './retry'
import { tellOfRefusal, tellOfRest, tellOfTrouble } from './tell'
import type { Tried } from './tried'

/** Tries before a batch is set aside for later. */
const MAX_LIVE_TRIES = 3

export interface SenderParts {
  /** The next batch that is due. */
  readonly next: () => Batch | undefined
  /** Where a batch goes that neither the endpoint nor the spool took. */
  readonly putBack: (batch: Batch) => void
  readonly post: (payload: Payload) => Promise<SendOutcome>
  readonly spool: Spool
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  readonly minRetryDelayMs: number
}

/**
 * What a failure leads to: waiting and trying again or, in a process that is ending, no more tries.
 * A stopped sender never starts again.
 */
type Patience = 'retries' | 'one-try' | 'given-up' | 'stopped'

/**
 * Takes due batches and brings each to its end: acknowledged, dropped for a reason that is counted, or set aside in the
 * spool. While the breaker is open, batches are set aside untried.
 */
export class Sender {
  readonly #parts: SenderParts
  readonly #attempts: Attempts
  readonly #breaker: Breaker
  #requests = 0
  #inFlightItems = 0
  #patience: Patience = 'retries'
  #onRest: () => void = () => {}
  /** What was set aside may be what no endpoint takes: its failures make it wait, and not the live traffic. */
  #drainPause: Pause | undefined
  #drainFailures = 0

  constructor(parts: SenderParts) {
    this.#parts = parts
    this.#attempts = new Attempts(parts)
    this.#breaker = new Breaker(parts.clock, parts.minRetryDelayMs, () => this.pump())
  }

  /** Items taken from the queue that have not reached their end. Those claimed from the spool stay the spool's. */
  get inFlightItems(): number {
    return this.#inFlightItems
  }

  get breaker(): BreakerState {
    return this.#breaker.state
  }

  /** Starts as many requests as are due and allowed; live traffic first, then what was set aside. */
  pump(): void {
    if (this.#breaker.state === 'open') return this.#setAsideDue()
    while (this.#mayStart()) {
      const batch = this.#parts.next()
      if (batch === undefined) break
      void this.#run(() => this.#deliver(batch))
    }
    if (this.#mayStart() && this.#drainPause === undefined && this.#parts.spool.hasReady)
      void this.#run(() => this.#drain())
  }

  /**
   * No waiting, one try per batch, and after the first failure none, until `end()`: for a process that is ending.
   * `gaveUp` resolves when there was a failure and no request is under way any more.
   */
  hurry(): { readonly gaveUp: Promise<void>; end(): void } {
    this.#become('one-try')
    const gaveUp = this.#rest()
    this.#endPauses()
    this.pump()
    return {
      gaveUp,
      end: () => {
        this.#become('retries')
        this.pump()
      },
    }
  }

  /** For good. Resolves when no request is under way any more; what they held is set aside. */
  stop(): Promise<void> {
    this.#become('stopped')
    const atRest = this.#rest()
    this.#endPauses()
    this.#checkRest()
    return atRest
  }

  #endPauses(): void {
    this.#drainPause?.end()
    this.#breaker.endPause()
  }

  #become(patience: Patience): void {
    if (this.#patience !== 'stopped') this.#patience = patience
  }

  /** Resolves when this sender has given up and is idle. */
  #rest(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRest = resolve
    })
  }

  #checkRest(): void {
    if (this.#hasGivenUp && this.#requests === 0) this.#onRest()
  }

  get #hasGivenUp(): boolean {
    return this.#patience === 'given-up' || this.#patience === 'stopped'
  }

  #mayStart(): boolean {
    return !this.#hasGivenUp && this.#requests < this.#breaker.allowed
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#requests++
    try {
      await work()
    } catch (error) {
      // Nothing in here is known to throw. Should it all the same, it must not end the application.
      this.#parts.diagnostics.failed(error instanceof Error ? error : new Error(String(error)))
    }
    this.#requests--
    this.#checkRest()
    this.pump()
  }

  async #deliver(due: Batch): Promise<void> {
    this.#inFlightItems += due.items.length
    let batch = due
    for (let tries = 1; ; tries++) {
      const tried = await this.#attempts.try(batch)
      this.#inFlightItems -= batch.items.length - tried.rest.length
      this.#count(tried)
      this.#learn(tried)
      const rest = left(batch, tried)
      if (rest === undefined) return
      batch = rest
      if (tries === MAX_LIVE_TRIES || !this.#mayRetry) break
      await this.#breaker.pauseOver
      if (!this.#mayRetry) break
      this.#parts.diagnostics.retried++
    }
    this.#inFlightItems -= batch.items.length
    this.#setAside(batch)
  }

  /** Once the breaker has opened it is for one probe to find out how the endpoint is. */
  get #mayRetry(): boolean {
    return this.#patience === 'retries' && this.#breaker.state === 'closed'
  }

  async #drain(): Promise<void> {
    const claim = await this.#parts.spool.claim()
    if (claim === undefined) return
    this.#parts.diagnostics.retried++
    const tried = await this.#attempts.try(claim.batch)
    const rest = left(claim.batch, tried)
    // No await before both are done: the sums hold at every moment somebody can look.
    const handedBack = rest === undefined ? claim.ack() : claim.release(rest)
    this.#count(tried)
    if (tried.trouble?.kind === 'retryable' && this.#breaker.state === 'closed') this.#pauseDrain(tried.trouble)
    else this.#learn(tried)
    await handedBack
  }

  #pauseDrain(trouble: Trouble): void {
    const { clock, minRetryDelayMs, diagnostics } = this.#parts
    this.#drainFailures++
    this.#drainPause = new Pause(clock, () => {
      this.#drainPause = undefined
      this.pump()
    })
    this.#drainPause.lastsAtLeast(backoffMs(this.#drainFailures, minRetryDelayMs))
    if (this.#patience === 'one-try') this.#patience = 'given-up'
    tellOfTrouble(trouble, diagnostics)
  }

  #count({ sent, rejected, tooLarge, unknown }: Tried): void {
    const { diagnostics } = this.#parts
    if (sent.length > 0) diagnostics.sent(sent)
    if (rejected.length > 0) diagnostics.rejected(rejected)
    if (tooLarge.length > 0) diagnostics.dropped('too-large', tooLarge)
    if (unknown.length > 0) diagnostics.dropped('unknown-outcome', unknown)
  }

  #learn({ rejected, rest, trouble }: Tried): void {
    const { diagnostics } = this.#parts
    if (trouble === undefined) {
      this.#drainFailures = 0
      this.#breaker.succeeded()
      if (rest.length > 0) this.#takeItEasy()
    } else {
      this.#breaker.failed(trouble)
      if (this.#patience === 'one-try') this.#patience = 'given-up'
      tellOfTrouble(trouble, diagnostics)
    }
    if (rejected.length > 0) tellOfRefusal(rejected, diagnostics)
  }

  #takeItEasy(): void {
    if (this.#patience === 'retries') this.#breaker.ease()
    tellOfRest(this.#parts.diagnostics)
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
    if (answer === 'refused') putBack(batch)
    else if (spool.durable) diagnostics.spooled(batch.items)
    return answer
  }
}

// --- helpers, in order of use ---

/** What of `batch` may be tried again, as a batch: the same one where nothing of it is settled, so that it keeps its payload. */
function left(batch: Batch, { rest }: Tried): Batch | undefined {
  if (rest.length === 0) return undefined
  const isWhole = rest.length === batch.items.length && rest.every((item, index) => item === batch.items[index])
  return isWhole ? batch : { items: rest }
}
