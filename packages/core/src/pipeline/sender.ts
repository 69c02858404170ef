import type { Clock } from '../clock'
import type { Account, Diagnostics, DropReason } from '../diagnostics'
import { forgetTexts } from '../envelope/item'
import type { SendOutcome, Trouble } from '../ingestion/breeze-response'
import type { Payload } from '../ingestion/payload'
import type { Claim, Spool } from '../spool/spool'
import { Attempts } from './attempts'
import type { Batch } from './batch'
import { Breaker, type BreakerState } from './breaker'
import { DrainPace } from './drain-pace'
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
  /** Told when nothing is under way any more. */
  #onRest: (() => void)[] = []
  readonly #deliveries = new Set<Delivery>()
  #isDraining = false
  readonly #drainPace = new DrainPace()
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
    if (this.#mayDrain()) void this.#run(() => this.#drain())
  }

  /**
   * No waiting, one try per batch, and after the first failure none, until `end()`: for a process that is ending.
   * `atRest` resolves when no request is under way any more: there was a failure, or there is nothing left.
   */
  hurry(): { readonly atRest: Promise<void>; end(): void } {
    this.#become('one-try')
    const atRest = this.#rest()
    this.#endPauses()
    this.pump()
    this.#checkRest()
    return {
      atRest,
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

  /**
   * What is on its way is on disk, too, from now on, in case there is no time left for the answer. Calls `isTimeUp`
   * between any two.
   */
  holdInFlight(isTimeUp: () => boolean): void {
    for (const delivery of this.#deliveries) {
      if (delivery.held !== undefined || isTimeUp()) continue
      delivery.held = this.#parts.spool.hold(delivery.batch)
      if (delivery.held === undefined) continue
      this.#inFlightItems -= delivery.batch.items.length
      this.#parts.diagnostics.spooled(delivery.batch.items)
    }
  }

  /** What is held becomes somebody else's to send. */
  releaseHeld(): void {
    for (const delivery of this.#deliveries) {
      if (delivery.held !== undefined) delivery.held.release(delivery.batch)
      if (delivery.held !== undefined) this.#deliveries.delete(delivery)
    }
  }

  /** For good: no answer will be heard any more. What is held is the spool's. */
  dropInFlight(reason: DropReason): void {
    for (const { batch, held } of this.#deliveries) {
      if (held !== undefined) continue
      this.#inFlightItems -= batch.items.length
      this.#parts.diagnostics.dropped(reason, batch.items)
    }
    this.#deliveries.clear()
  }

  #endPauses(): void {
    this.#drainPause?.end()
    this.#breaker.endPause()
  }

  #become(patience: Patience): void {
    if (this.#patience !== 'stopped') this.#patience = patience
  }

  /** Resolves when nothing is under way, and nothing will be. */
  #rest(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRest.push(resolve)
    })
  }

  #checkRest(): void {
    if (this.#requests > 0 || this.#patience === 'retries') return
    for (const resolve of this.#onRest.splice(0)) resolve()
  }

  get #hasGivenUp(): boolean {
    return this.#patience === 'given-up' || this.#patience === 'stopped'
  }

  /** One at a time: a process that dies leaves at most one that may arrive twice. */
  #mayDrain(): boolean {
    return this.#mayStart() && !this.#isDraining && this.#drainPause === undefined && this.#parts.spool.hasReady
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
    this.pump()
    this.#checkRest()
  }

  async #deliver(batch: Batch): Promise<void> {
    const delivery: Delivery = { batch, held: undefined }
    this.#deliveries.add(delivery)
    this.#inFlightItems += batch.items.length
    try {
      await this.#tryLive(delivery)
    } finally {
      this.#setDown(delivery)
    }
  }

  /** What it leaves in `#deliveries` has not come to its end. */
  async #tryLive(delivery: Delivery): Promise<void> {
    for (let tries = 1; ; tries++) {
      const tried = await this.#attempts.try(delivery.batch)
      if (delivery.held !== undefined) return this.#settleHeld(delivery, tried)
      if (!this.#deliveries.has(delivery)) return // dropped meanwhile, when everything ended
      this.#inFlightItems -= delivery.batch.items.length - tried.rest.length
      this.#count(tried, this.#parts.diagnostics)
      this.#learn(tried)
      const rest = left(delivery.batch, tried)
      if (rest === undefined) return void this.#deliveries.delete(delivery)
      delivery.batch = rest
      if (tries === MAX_LIVE_TRIES || !this.#mayRetry) return
      await this.#breaker.pauseOver
      if (!this.#mayRetry || delivery.held !== undefined) return
      this.#parts.diagnostics.retried++
    }
  }

  /** What is on disk as well is the spool's to account for. */
  #settleHeld(delivery: Delivery, tried: Tried): void {
    // Already released: the one who claims it sends it again.
    if (!this.#deliveries.delete(delivery) || delivery.held === undefined) return this.#learn(tried)
    handBack(delivery.held, tried)
    this.#count(tried, this.#parts.diagnostics.spool)
    this.#learn(tried)
  }

  #setDown(delivery: Delivery): void {
    if (!this.#deliveries.delete(delivery)) return
    if (delivery.held !== undefined) return delivery.held.release(delivery.batch)
    this.#inFlightItems -= delivery.batch.items.length
    this.#setAside(delivery.batch)
  }

  /** Once the breaker has opened it is for one probe to find out how the endpoint is. */
  get #mayRetry(): boolean {
    return this.#patience === 'retries' && this.#breaker.state === 'closed'
  }

  async #drain(): Promise<void> {
    this.#isDraining = true
    try {
      const claim = await this.#parts.spool.claim()
      if (claim !== undefined) await this.#sendAgain(claim)
    } finally {
      this.#isDraining = false
    }
  }

  async #sendAgain(claim: Claim): Promise<void> {
    const { spool, diagnostics } = this.#parts
    // What a burst brought to the disk was never tried before.
    if (!spool.durable || (claim.batch.tries ?? 0) > 0) diagnostics.retried++
    const tried = await this.#attempts.try(claim.batch).catch((error: unknown) => {
      claim.release(claim.batch)
      throw error
    })
    // No await before both are done: the sums hold at every moment somebody can look.
    handBack(claim, tried)
    this.#count(tried, spool.durable ? diagnostics.spool : diagnostics)
    const { trouble } = tried
    if (trouble?.kind === 'retryable' && this.#breaker.state === 'closed') return this.#drainFailed(trouble)
    this.#learn(tried)
    // What waited in memory is little, and was live traffic a moment ago.
    if (trouble === undefined && spool.durable && this.#patience === 'retries')
      this.#pauseDrain(this.#drainPace.pauseMs)
  }

  #drainFailed(trouble: Trouble & { readonly kind: 'retryable' }): void {
    this.#drainFailures++
    this.#drainPace.failed()
    this.#pauseDrain(Math.max(trouble.retryAfterMs ?? 0, backoffMs(this.#drainFailures, this.#parts.minRetryDelayMs)))
    if (this.#patience === 'one-try') this.#patience = 'given-up'
    tellOfTrouble(trouble, this.#parts.diagnostics)
  }

  #pauseDrain(pauseMs: number): void {
    if (pauseMs === 0) return
    this.#drainPause = new Pause(this.#parts.clock, () => {
      this.#drainPause = undefined
      this.pump()
    })
    this.#drainPause.lastsAtLeast(pauseMs)
  }

  #count({ sent, rejected, tooLarge, unknown }: Tried, account: Account): void {
    if (sent.length > 0) account.sent(sent)
    if (rejected.length > 0) account.rejected(rejected)
    if (tooLarge.length > 0) account.dropped('too-large', tooLarge)
    if (unknown.length > 0) account.dropped('unknown-outcome', unknown)
  }

  #learn({ rejected, rest, trouble }: Tried): void {
    const { diagnostics } = this.#parts
    if (trouble === undefined) {
      this.#drainFailures = 0
      this.#breaker.succeeded()
      this.#drainPace.succeeded()
      if (rest.length > 0) this.#takeItEasy()
    } else {
      this.#breaker.failed(trouble)
      this.#drainPace.failed()
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
    if (answer === 'refused') {
      putBack(batch)
    } else if (spool.durable) {
      diagnostics.spooled(batch.items)
      forgetTexts(batch.items)
    }
    return answer
  }
}

interface Delivery {
  batch: Batch
  /** Its copy on disk, where it has one. */
  held: Claim | undefined
}

// --- helpers, in order of use ---

function handBack(claim: Claim, tried: Tried): void {
  const rest = left(claim.batch, tried)
  if (rest === undefined) claim.ack()
  else claim.release(rest)
}

/** What of `batch` may be tried again, as a batch: the same one where nothing of it is settled, so that it keeps its payload. */
function left(batch: Batch, { rest }: Tried): Batch | undefined {
  if (rest.length === 0) return undefined
  const isWhole = rest.length === batch.items.length && rest.every((item, index) => item === batch.items[index])
  return isWhole ? batch : { items: rest, isInDoubt: batch.isInDoubt }
}
