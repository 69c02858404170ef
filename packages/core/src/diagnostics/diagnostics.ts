import { callSafely } from '../call-safely'
import { readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import type { Cuts } from '../envelope/limits'
import type { SeverityLevel } from '../envelope/severity'
import { DeliveryError, SpoolError } from '../errors'
import type { SerializedEnvelope } from '../item/item'
import { type Account, countStatus, itemsOf, type RejectedItem } from './account'
import { Drops, OnDrops } from './drops'
import { ItemEnds } from './item-ends'
import { SpoolAccount } from './spool-account'
import type { DropReason, FilterReason, OnDrop, SpoolContents, SpoolStats, Stats } from './stats'
import { warnOnce } from './warnings'

/** How an item ends. */
export type Settlement = 'sent' | 'spooled' | 'dropped'

export type SettlementListener = (settlement: Settlement, items: readonly SerializedEnvelope[]) => void

/** As TCP weighs its round trips. @see RFC 6298, 2.3 */
const WEIGHT_OF_LAST = 1 / 8

/** Counts what becomes of every item; each counter moves on the line where it happens. */
export class Diagnostics implements Account {
  readonly ends = new ItemEnds()
  /** Of what was read from the disk. */
  readonly spool: SpoolAccount
  received = 0
  retried = 0
  truncated = 0
  measurementsDropped = 0
  redacted = 0
  processorErrors = 0
  bytesSent = 0
  #sent = 0
  #spooled = 0
  readonly #onDrops = new OnDrops()
  readonly #drops = new Drops(this.#onDrops)
  readonly #filtered: Partial<Record<FilterReason, number>> = {}
  readonly #rejectedByStatus: Record<number, number> = {}
  #roundTripMs: number | undefined
  #lastError: Stats['lastError']
  #lastTrouble: string | undefined
  readonly #listeners = new Set<SettlementListener>()
  /** When each source last reported an error, in monotonic milliseconds. */
  readonly #reportedMs = new Map<string, number>()
  readonly #onErrors = new Set<{ readonly call: (error: Error) => void }>()

  constructor() {
    this.spool = new SpoolAccount(new Drops(this.#onDrops), this.#rejectedByStatus, this.ends)
  }

  sent(items: readonly SerializedEnvelope[]): void {
    this.#sent += items.length
    this.ends.reached('sent', items)
    this.#settled('sent', items)
  }

  spooled(items: readonly SerializedEnvelope[]): void {
    this.#spooled += items.length
    this.#settled('spooled', items)
  }

  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void {
    this.#drops.add(reason, items)
    this.ends.reached('dropped', items)
    this.#settled('dropped', items)
  }

  rejected(rejected: readonly RejectedItem[]): void {
    countStatus(this.#rejectedByStatus, rejected)
    this.dropped('rejected', itemsOf(rejected))
  }

  /** What went wrong last with endpoint or disk. Other errors are the application's, whose text is not for the terminal. */
  get lastTrouble(): string | undefined {
    return this.#lastTrouble
  }

  /** The endpoint has acknowledged something, be it from memory or from the disk. */
  get hasDelivered(): boolean {
    return this.#sent > 0 || this.spool.hasDrained
  }

  roundTrip(tookMs: number): void {
    const before = this.#roundTripMs ?? tookMs
    this.#roundTripMs = before + (tookMs - before) * WEIGHT_OF_LAST
  }

  /** For an item that never became bytes. */
  droppedUnserialised(reason: DropReason, severityLevel: SeverityLevel | undefined): void {
    this.#drops.count(reason, 1, severityLevel)
    this.ends.droppedUnserialised()
  }

  cut({ truncated, measurementsDropped }: Cuts): void {
    this.truncated += truncated
    this.measurementsDropped += measurementsDropped
  }

  /** A processor threw; the item continues as it was before that processor. */
  processorFailed(error: unknown): void {
    this.processorErrors++
    warnOnce(
      'processor',
      'A telemetry processor failed; its items go on as they were before it. lastError in the stats tells more.',
    )
    this.#failedAgain('processor', error)
  }

  /** Another function of the application failed, such as an exporter of spans. `name` begins a sentence. */
  functionFailed(name: string, error: unknown): void {
    warnOnce(name, `${name} failed. lastError in the stats says why.`)
    this.#failedAgain(name, error)
  }

  /** The code that makes an item, such as an adapter, threw. The caller counts the item as unreadable. */
  itemFailed(error: unknown): void {
    this.#failedAgain('item', error)
  }

  filtered(reason: FilterReason): void {
    this.#filtered[reason] = (this.#filtered[reason] ?? 0) + 1
  }

  /** Something went wrong that the application should be able to see, and must not suffer from. */
  failed(error: Error): void {
    this.#lastError = { message: error.message, time: new Date().toISOString() }
    if (error instanceof DeliveryError || error instanceof SpoolError) this.#lastTrouble = error.message
    for (const { call } of this.#onErrors) callSafely(() => call(error))
  }

  /** For code that may fail on every item, also on those that an onError tracks: reports at most once a second. */
  #failedAgain(source: string, thrown: unknown): void {
    const nowMs = performance.now()
    if (nowMs - (this.#reportedMs.get(source) ?? Number.NEGATIVE_INFINITY) < REPORT_INTERVAL_MS) return
    this.#reportedMs.set(source, nowMs)
    this.failed(toError(thrown))
  }

  /** Returns how to stop. */
  onError(call: (error: Error) => void): () => void {
    const registration = { call } // several clients may hand in the same function
    this.#onErrors.add(registration)
    return () => this.#onErrors.delete(registration)
  }

  /** Told a moment later, of all that was lost meanwhile. Returns how to stop. */
  onDrop(call: OnDrop): () => void {
    return this.#onDrops.add(call)
  }

  /** Tells what there is to tell: there may be no later. */
  tellDrops(): void {
    this.#onDrops.tell()
  }

  /** Returns how to stop. */
  onSettled(listener: SettlementListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  stats(now: Now): Stats {
    const { contents = NO_SPOOL, ...here } = now
    return {
      disabled: false,
      received: this.received,
      sent: this.#sent,
      dropped: this.#drops.total,
      droppedByReason: this.#drops.byReason,
      droppedBySeverity: this.#drops.bySeverity,
      rejectedByStatus: { ...this.#rejectedByStatus },
      breaker: 'closed',
      roundTripMs: this.#roundTripMs,
      ...here,
      spooled: this.#spooled,
      spool: { ...contents, ...this.spool.stats },
      retried: this.retried,
      filtered: { ...this.#filtered },
      truncated: this.truncated,
      measurementsDropped: this.measurementsDropped,
      redacted: this.redacted,
      processorErrors: this.processorErrors,
      bytesSent: this.bytesSent,
      lastError: this.#lastError,
    }
  }

  #settled(settlement: Settlement, items: readonly SerializedEnvelope[]): void {
    for (const listener of this.#listeners) listener(settlement, items)
  }
}

// --- helpers, in order of use ---

/** What only the pipeline knows; without one there is no breaker to open, and without a spool nothing in it. */
type Now = Pick<Stats, 'queued' | 'inFlight'> &
  Partial<Pick<Stats, 'breaker'>> & { readonly contents?: Pick<SpoolStats, keyof SpoolContents> | undefined }

const NO_SPOOL: Pick<SpoolStats, keyof SpoolContents> = {
  state: 'off',
  files: 0,
  bytes: 0,
  items: 0,
  oldestAgeMs: undefined,
  foreign: 0,
}

const REPORT_INTERVAL_MS = 1_000

/** Anything can be thrown, also an object that throws when it is read. */
function toError(thrown: unknown): Error {
  if (isError(thrown) && typeof readField(thrown, 'message') === 'string') return thrown
  return new Error(typeof thrown === 'string' ? thrown : `A value of type ${typeof thrown} was thrown.`)
}
