import { Drops, OnDrops } from './drops'
import { isError } from './envelope/is-error'
import type { SerializedEnvelope } from './envelope/item'
import type { Cuts } from './envelope/limits'
import type { SeverityLevel } from './envelope/severity'
import { guarded } from './guarded'
import { ItemEnds } from './item-ends'
import { readField } from './logs/fields'
import type { BreakerState } from './pipeline/breaker'
import type { RejectedItem } from './pipeline/tried'
import type { FilterReason } from './process/intake'
import type { SpoolContents } from './spool/file-spool'
import { warnOnce } from './warnings'

/** Why an item was lost. */
export type DropReason =
  | 'queue-full' // more arrived than the endpoint took, and neither memory nor disk had room
  | 'rejected' // the endpoint refused the item for good
  | 'unknown-outcome' // sent twice, and twice the answer did not say what became of it
  | 'too-large' // more than the service takes in one item, even when shrunk
  | 'unreadable' // what was tracked is no item, the code that makes it threw, or a metric has no number
  | 'closed' // tracked after close(), or neither sent nor stored by the end of it
  | 'exit' // neither sent nor stored when the process ended
  | 'spool-full' // the oldest of what waited on disk, for something newer
  | 'expired' // it waited on disk until it was older than the service takes
  | 'damaged' // on disk it was no longer what had been written

/**
 * The account of one destination in this process. At every moment
 * `received = sent + dropped + queued + inFlight + spooled`.
 */
export interface Stats {
  /** True where no destination is configured: everything is ignored and nothing counted. */
  readonly disabled: boolean
  readonly received: number
  /** Acknowledged by the endpoint. */
  readonly sent: number
  readonly dropped: number
  readonly droppedByReason: Readonly<Partial<Record<DropReason, number>>>
  /** By severity level 0 to 4, or `none` for items that have none. */
  readonly droppedBySeverity: Readonly<Partial<Record<SeverityLevel | 'none', number>>>
  /** Items the endpoint refused for good, by the status it gave them. */
  readonly rejectedByStatus: Readonly<Record<number, number>>
  /** Waiting in memory. */
  readonly queued: number
  /** On their way, or waiting for their next try. */
  readonly inFlight: number
  /** Handed over to the disk; what becomes of it there, `spool` tells. */
  readonly spooled: number
  readonly spool: SpoolStats
  /** `open`: the endpoint is not asked, for a while. `half-open`: one request finds out how it is. */
  readonly breaker: BreakerState
  /** How long the endpoint takes to answer, or not to: an average in which the last ones count most. */
  readonly roundTripMs: number | undefined
  /** Batches tried again. */
  readonly retried: number
  /** Tracked items that were left out on purpose, by reason; `received` does not count them. */
  readonly filtered: Readonly<Partial<Record<FilterReason, number>>>
  /** Texts cut to the service's limits. */
  readonly truncated: number
  /** Measurements left out because they were no finite numbers. */
  readonly measurementsDropped: number
  /** Secrets that were replaced. */
  readonly redacted: number
  /** Times that a processor threw. */
  readonly processorErrors: number
  /** Body bytes acknowledged by the endpoint, as compressed. */
  readonly bytesSent: number
  /** What went wrong last, and when. */
  readonly lastError: { readonly message: string; readonly time: string } | undefined
}

/**
 * What waits on disk, and what this process did about it. At every moment `read = drained + dropped + left`. Several
 * processes may share a directory, so that one reads what another has spooled.
 */
export interface SpoolStats extends Omit<SpoolContents, 'state'> {
  /** `off`: nothing goes to the disk. `suspended`: it is full, fails or crawls; it is asked again within half a minute. */
  readonly state: 'off' | SpoolContents['state']
  /** Taken from the disk, to be sent or thrown away. */
  readonly read: number
  /** Acknowledged by the endpoint. */
  readonly drained: number
  readonly dropped: number
  readonly droppedByReason: Readonly<Partial<Record<DropReason, number>>>
  /** Given back to the disk, or still in hand. */
  readonly left: number
}

/** Told what was lost, and why: how many items of which severity level, undefined for items that have none. */
export type OnDrop = (reason: DropReason, count: number, severityLevel: SeverityLevel | undefined) => void

/** How an item ends. */
export type Settlement = 'sent' | 'spooled' | 'dropped'

export type SettlementListener = (settlement: Settlement, items: readonly SerializedEnvelope[]) => void

/** As TCP weighs its round trips. @see RFC 6298, 2.3 */
const WEIGHT_OF_LAST = 1 / 8

/** Where it is counted what becomes of items: those from memory in one account, those from the disk in another. */
export interface Account {
  /** Acknowledged by the endpoint. */
  sent(items: readonly SerializedEnvelope[]): void
  /** The endpoint refused them for good. */
  rejected(rejected: readonly RejectedItem[]): void
  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void
}

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

  get lastError(): Stats['lastError'] {
    return this.#lastError
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
    for (const { call } of this.#onErrors) guarded(() => call(error))
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

/** What becomes of items from the disk, which the first account has seen leave as `spooled`. */
export class SpoolAccount implements Account {
  read = 0
  returned = 0
  inHand = 0
  #drained = 0
  readonly #drops: Drops
  readonly #rejectedByStatus: Record<number, number>
  readonly #ends: ItemEnds

  constructor(drops: Drops, rejectedByStatus: Record<number, number>, ends: ItemEnds) {
    this.#drops = drops
    this.#rejectedByStatus = rejectedByStatus
    this.#ends = ends
  }

  get hasDrained(): boolean {
    return this.#drained > 0
  }

  get stats(): Omit<SpoolStats, keyof SpoolContents> {
    return {
      read: this.read,
      drained: this.#drained,
      dropped: this.#drops.total,
      droppedByReason: this.#drops.byReason,
      left: this.returned + this.inHand,
    }
  }

  sent(items: readonly SerializedEnvelope[]): void {
    this.#drained += items.length
    this.#ends.reached('sent', items)
  }

  rejected(rejected: readonly RejectedItem[]): void {
    countStatus(this.#rejectedByStatus, rejected)
    this.dropped('rejected', itemsOf(rejected))
  }

  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void {
    this.#drops.add(reason, items)
    this.#ends.reached('dropped', items)
  }

  /** A file with this process's items is gone, or another process has it. */
  endedUnread(end: 'dropped' | 'elsewhere', upTo: (sequence: number) => number): void {
    this.#ends.reachedBy(end, upTo)
  }

  /** For items that nobody looked at: how many there are, their file's name tells. */
  lost(reason: DropReason, items: number): void {
    if (items === 0) return
    this.read += items
    this.#drops.count(reason, items, undefined)
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

function countStatus(byStatus: Record<number, number>, rejected: readonly RejectedItem[]): void {
  for (const { statusCode } of rejected) byStatus[statusCode] = (byStatus[statusCode] ?? 0) + 1
}

function itemsOf(rejected: readonly RejectedItem[]): readonly SerializedEnvelope[] {
  return rejected.map(({ item }) => item)
}
