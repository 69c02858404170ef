import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics'
import { DeliveryError } from '../errors'
import type { Rejection, SendOutcome } from '../ingestion/breeze-response'
import { encodePayload, type Payload } from '../ingestion/payload'
import type { Spool } from '../spool/spool'
import type { Batch } from './batch'
import { Pause } from './pause'
import { backoffMs } from './retry'
import { divide, merge, NONE, type Tried } from './tried'

/** Tries before a batch is set aside for later. */
const MAX_LIVE_TRIES = 3

/** More requests at once do not make one endpoint faster. */
export const MAX_IN_FLIGHT = 4

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
 * spool. After a failure it is the endpoint that is paused, not the batch that met it.
 */
export class Sender {
  readonly #parts: SenderParts
  /** Requests allowed at once: a little more with each success, half with each failure. */
  #limit = 2
  #requests = 0
  #inFlightItems = 0
  #failures = 0
  #pause: Pause | undefined
  #patience: Patience = 'retries'
  #onRest: () => void = () => {}

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** Items taken from the queue that have not reached their end. Those claimed from the spool stay the spool's. */
  get inFlightItems(): number {
    return this.#inFlightItems
  }

  /** Starts as many requests as are due and allowed; live traffic first, then what was set aside. */
  pump(): void {
    while (this.#mayStart()) {
      const batch = this.#parts.next()
      if (batch === undefined) break
      void this.#run(() => this.#deliver(batch))
    }
    if (this.#mayStart() && this.#parts.spool.hasReady) void this.#run(() => this.#drain())
  }

  /**
   * No waiting, one try per batch, and after the first failure none, until `end()`: for a process that is ending.
   * `gaveUp` resolves when there was a failure and no request is under way any more.
   */
  hurry(): { readonly gaveUp: Promise<void>; end(): void } {
    this.#become('one-try')
    const gaveUp = this.#rest()
    this.#pause?.end()
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
    this.#pause?.end()
    this.#checkRest()
    return atRest
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
    return this.#pause === undefined && !this.#hasGivenUp && this.#requests < Math.floor(this.#limit)
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
      const tried = await this.#try(batch)
      this.#count(tried)
      this.#inFlightItems -= batch.items.length - tried.rest.length
      const rest = left(batch, tried)
      if (rest === undefined) return
      batch = rest
      if (tries === MAX_LIVE_TRIES || this.#patience !== 'retries') break
      await this.#pause?.over
      if (this.#hasGivenUp) break
      this.#parts.diagnostics.retried++
    }
    this.#inFlightItems -= batch.items.length
    this.#setAside(batch)
  }

  async #drain(): Promise<void> {
    const claim = await this.#parts.spool.claim()
    if (claim === undefined) return
    this.#parts.diagnostics.retried++
    const tried = await this.#try(claim.batch)
    const rest = left(claim.batch, tried)
    // No await before both are done: the sums hold at every moment somebody can look.
    const handedBack = rest === undefined ? claim.ack() : claim.release(rest)
    this.#count(tried)
    await handedBack
  }

  async #try(batch: Batch): Promise<Tried> {
    batch.payload ??= encodePayload(batch.items)
    const payload = await batch.payload
    const outcome = await this.#parts.post(payload)
    if (outcome.kind === 'too-large') return this.#tryHalves(batch.items)
    this.#learn(outcome, payload)
    return divide(batch.items, outcome)
  }

  async #tryHalves(items: Batch['items']): Promise<Tried> {
    if (items.length === 1) return { ...NONE, tooLarge: items }
    const middle = Math.ceil(items.length / 2)
    const first = await this.#try({ items: items.slice(0, middle) })
    return merge(first, await this.#try({ items: items.slice(middle) }))
  }

  #learn(outcome: Exclude<SendOutcome, { kind: 'too-large' }>, payload: Payload): void {
    const { diagnostics } = this.#parts
    switch (outcome.kind) {
      case 'accepted':
        diagnostics.bytesSent += payload.body.length
        return this.#succeeded()
      case 'partial':
        diagnostics.bytesSent += payload.body.length
        if (outcome.rejected.length > 0) diagnostics.failed(new DeliveryError(refusal(outcome.rejected)))
        return outcome.retry.length > 0 ? this.#failed('some items are to be sent again', undefined) : this.#succeeded()
      case 'retryable':
        return this.#failed(outcome.reason, outcome.retryAfterMs)
      case 'rejected':
        diagnostics.failed(
          new DeliveryError(`The endpoint refused a request of ${payload.items} items: ${outcome.reason}.`),
        )
    }
  }

  #succeeded(): void {
    this.#failures = 0
    this.#limit = Math.min(MAX_IN_FLIGHT, this.#limit + 0.25)
  }

  #failed(reason: string, retryAfterMs: number | undefined): void {
    this.#failures++
    this.#limit = Math.max(1, this.#limit / 2)
    if (this.#patience === 'one-try') this.#patience = 'given-up'
    this.#parts.diagnostics.failed(new DeliveryError(`A request failed and will be made again: ${reason}.`))
    this.#pauseFor(retryAfterMs ?? backoffMs(this.#failures, this.#parts.minRetryDelayMs))
  }

  /** The longest pause that was asked for counts. */
  #pauseFor(delayMs: number): void {
    this.#pause ??= new Pause(this.#parts.clock, () => {
      this.#pause = undefined
      this.pump()
    })
    this.#pause.lastsAtLeast(delayMs)
  }

  #count(tried: Tried): void {
    const { diagnostics } = this.#parts
    if (tried.sent.length > 0) diagnostics.sent(tried.sent)
    if (tried.rejected.length > 0) diagnostics.dropped('rejected', tried.rejected)
    if (tried.tooLarge.length > 0) diagnostics.dropped('too-large', tried.tooLarge)
  }

  #setAside(batch: Batch): void {
    if (this.#parts.spool.put(batch) === 'refused') return this.#parts.putBack(batch)
    if (this.#parts.spool.durable) this.#parts.diagnostics.spooled(batch.items)
  }
}

// --- helpers, in order of use ---

/** What of `batch` may be tried again, as a batch: the same one where nothing of it is settled, so that it keeps its payload. */
function left(batch: Batch, { rest }: Tried): Batch | undefined {
  if (rest.length === 0) return undefined
  return rest.length === batch.items.length ? batch : { items: rest }
}

/** Codes only: the message of an endpoint may quote what it was sent. */
function refusal(rejected: readonly Rejection[]): string {
  const codes = [...new Set(rejected.map((rejection) => rejection.statusCode))].join(', ')
  return `The endpoint refused ${rejected.length} items with status ${codes}.`
}
