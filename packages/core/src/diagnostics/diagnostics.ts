import { Callbacks } from '../callbacks'
import { detached } from '../detached'
import { readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import type { Cuts } from '../envelope/limits'
import type { SeverityLevel } from '../envelope/severity'
import { DeliveryError, SpoolError } from '../errors'
import type { SerializedEnvelope } from '../item/item'
import { truncate } from '../truncate'
import { countStatus, type DeliveryAccount, itemsOf, type RejectedItem } from './account'
import { Drops, OnDrops } from './drops'
import { ItemEnds } from './item-ends'
import { SpoolAccount } from './spool-account'
import type { DropReason, FilterReason, OnDrop, SpoolContents, SpoolStats, Stats } from './stats'
import { warnOnce } from './warnings'

/** The way in which an item leaves memory. */
export type Settlement = 'sent' | 'spooled' | 'dropped'

export type SettlementListener = (settlement: Settlement, items: readonly SerializedEnvelope[]) => void

/** Counts the outcome of every item. Callers update each counter on the line where the event happens. */
export class Diagnostics implements DeliveryAccount {
  readonly ends = new ItemEnds()
  /** Counts the items that were read from disk. */
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
  #lastError: Stats['lastError']
  #lastTrouble: string | undefined
  readonly #listeners = new Set<SettlementListener>()
  /** The time at which each source last reported an error, in monotonic milliseconds. */
  readonly #reportedMs = new Map<string, number>()
  readonly #onErrors = new Callbacks<[error: Error]>()

  constructor() {
    this.spool = new SpoolAccount(new Drops(this.#onDrops), this.#rejectedByStatus, this.ends)
  }

  sent(items: readonly SerializedEnvelope[]): void {
    this.#sent += items.length
    this.ends.count('sent', items)
    this.#settled('sent', items)
  }

  spooled(items: readonly SerializedEnvelope[]): void {
    this.#spooled += items.length
    this.#settled('spooled', items)
  }

  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void {
    this.#drops.add(reason, items)
    this.ends.count('dropped', items)
    this.#settled('dropped', items)
  }

  rejected(rejected: readonly RejectedItem[]): void {
    countStatus(this.#rejectedByStatus, rejected)
    this.dropped('rejected', itemsOf(rejected))
  }

  /** The last endpoint or disk error. Application errors are excluded, because their messages may contain secrets. */
  get lastTrouble(): string | undefined {
    return this.#lastTrouble
  }

  /** True if the endpoint has acknowledged any item, whether it was sent from memory or from disk. */
  get hasDelivered(): boolean {
    return this.#sent > 0 || this.spool.hasDrained
  }

  /** Counts an item that was dropped before it was serialized. */
  droppedUnserialized(reason: DropReason, severityLevel: SeverityLevel | undefined): void {
    this.#drops.count(reason, 1, severityLevel)
    this.ends.droppedUnserialized()
  }

  cut({ truncated, measurementsDropped }: Cuts): void {
    this.truncated += truncated
    this.measurementsDropped += measurementsDropped
  }

  /** Reports an error of a processor. Processing continues with the item as it was before that processor. */
  processorFailed(error: unknown): void {
    this.processorErrors++
    warnOnce(
      'processor',
      'A telemetry processor failed. The items are sent without its changes. See lastError in stats() for the reason.',
    )
    this.#reportRateLimited('processor', error)
  }

  /** Reports an error of another application function, such as a span exporter. `name` is the subject of the warning. */
  functionFailed(name: string, error: unknown): void {
    warnOnce(name, `${name} failed. See lastError in stats() for the reason.`)
    this.#reportRateLimited(name, error)
  }

  /** Reports an error in code that creates an item, such as an adapter. The caller counts the item as unreadable. */
  itemFailed(error: unknown): void {
    this.#reportRateLimited('item', error)
  }

  filtered(reason: FilterReason): void {
    this.#filtered[reason] = (this.#filtered[reason] ?? 0) + 1
  }

  /** Reports an error through `lastError` and `onError`. Never throws into the application. */
  failed(error: Error): void {
    this.#lastError = { message: detached(truncate(error.message, MAX_MESSAGE)), time: new Date().toISOString() }
    if (error instanceof DeliveryError || error instanceof SpoolError) this.#lastTrouble = error.message
    this.#onErrors.run(error)
  }

  /**
   * Reports at most one error per second from each source. A source that fails on every item also fails on items that
   * `onError` tracks.
   */
  #reportRateLimited(source: string, thrown: unknown): void {
    const nowMs = performance.now()
    if (nowMs - (this.#reportedMs.get(source) ?? Number.NEGATIVE_INFINITY) < REPORT_INTERVAL_MS) return
    this.#reportedMs.set(source, nowMs)
    this.failed(toError(thrown))
  }

  /** Calls `call` with each error. Returns a function that stops the calls. */
  onError(call: (error: Error) => void): () => void {
    return this.#onErrors.add(call) // several clients may pass the same function
  }

  /**
   * Calls `call` with the number of dropped items by reason and severity, at most once per turn of the event loop. Returns a
   * function that stops the calls.
   */
  onDrop(call: OnDrop): () => void {
    return this.#onDrops.add(call)
  }

  /** Reports drops immediately, because an ending process has no later turn. */
  reportDrops(): void {
    this.#onDrops.report()
  }

  /** Calls `listener` when items leave memory. Returns a function that stops the calls. */
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

/** An application's error may quote a whole document. */
const MAX_MESSAGE = 4_096

/** The current state of the pipeline. There is no breaker without a pipeline, and there are no contents without a spool. */
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

/** Converts a thrown value to an error. It can be any value, even an object whose getters throw. */
function toError(thrown: unknown): Error {
  const message = typeof thrown === 'string' ? thrown : readField(Object(thrown), 'message')
  if (typeof message !== 'string') return new Error(`A value of type ${typeof thrown} was thrown.`)
  return isError(thrown) ? thrown : new Error(message)
}
