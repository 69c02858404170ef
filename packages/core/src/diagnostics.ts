import type { Cuts } from './envelope/limits'
import type { SerializedEnvelope } from './envelope/serialize'
import type { SeverityLevel } from './envelope/severity'
import type { BreakerState } from './pipeline/breaker'
import type { RejectedItem } from './pipeline/tried'
import type { FilterReason } from './process/intake'
import { warnOnce } from './warnings'

/** Why an item was lost. */
export type DropReason =
  | 'queue-full' // more arrived than the endpoint took and the memory could hold
  | 'rejected' // the endpoint refused the item for good
  | 'unknown-outcome' // sent twice, and twice the answer did not say what became of it
  | 'too-large' // more than the service takes in one item, even when shrunk
  | 'unreadable' // what was handed over is no item, or a metric without a number
  | 'closed' // tracked after close(), or not sent by the end of it

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
  /** Handed over to the disk. */
  readonly spooled: number
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

/** How an item ends. */
export type Settlement = 'sent' | 'spooled' | 'dropped'

export type SettlementListener = (settlement: Settlement, items: readonly SerializedEnvelope[]) => void

/** As TCP weighs its round trips. @see RFC 6298, 2.3 */
const WEIGHT_OF_LAST = 1 / 8

/** Counts what becomes of every item; each counter moves on the line where it happens. */
export class Diagnostics {
  received = 0
  retried = 0
  truncated = 0
  measurementsDropped = 0
  redacted = 0
  processorErrors = 0
  bytesSent = 0
  #sent = 0
  #spooled = 0
  #dropped = 0
  readonly #droppedByReason: Partial<Record<DropReason, number>> = {}
  readonly #droppedBySeverity: Partial<Record<SeverityLevel | 'none', number>> = {}
  readonly #filtered: Partial<Record<FilterReason, number>> = {}
  readonly #rejectedByStatus: Record<number, number> = {}
  #roundTripMs: number | undefined
  #lastError: Stats['lastError']
  readonly #listeners = new Set<SettlementListener>()
  #processorToldMs = Number.NEGATIVE_INFINITY
  readonly #onErrors = new Set<{ readonly call: (error: Error) => void }>()

  sent(items: readonly SerializedEnvelope[]): void {
    this.#sent += items.length
    this.#settled('sent', items)
  }

  spooled(items: readonly SerializedEnvelope[]): void {
    this.#spooled += items.length
    this.#settled('spooled', items)
  }

  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void {
    for (const { severityLevel } of items) this.droppedUnserialised(reason, severityLevel)
    this.#settled('dropped', items)
  }

  /** The endpoint refused them for good. */
  rejected(rejected: readonly RejectedItem[]): void {
    for (const { statusCode } of rejected) {
      this.#rejectedByStatus[statusCode] = (this.#rejectedByStatus[statusCode] ?? 0) + 1
    }
    this.dropped(
      'rejected',
      rejected.map(({ item }) => item),
    )
  }

  roundTrip(tookMs: number): void {
    const before = this.#roundTripMs ?? tookMs
    this.#roundTripMs = before + (tookMs - before) * WEIGHT_OF_LAST
  }

  /** For an item that never became bytes. */
  droppedUnserialised(reason: DropReason, severityLevel: SeverityLevel | undefined): void {
    const severity = severityLevel ?? 'none'
    this.#dropped++
    this.#droppedByReason[reason] = (this.#droppedByReason[reason] ?? 0) + 1
    this.#droppedBySeverity[severity] = (this.#droppedBySeverity[severity] ?? 0) + 1
  }

  cut({ truncated, measurementsDropped }: Cuts): void {
    this.truncated += truncated
    this.measurementsDropped += measurementsDropped
  }

  /**
   * A processor threw; the item went on without it. Told once a second: it may throw for every item, also for those that
   * an onError logs.
   */
  processorFailed(error: unknown): void {
    this.processorErrors++
    if (performance.now() - this.#processorToldMs < TELL_PROCESSOR_MS) return
    this.#processorToldMs = performance.now()
    warnOnce('processor', 'A telemetry processor failed; its items go on as they were before it. onError tells more.')
    this.failed(error instanceof Error ? error : new Error(String(error)))
  }

  filtered(reason: FilterReason): void {
    this.#filtered[reason] = (this.#filtered[reason] ?? 0) + 1
  }

  /** Something went wrong that the application should be able to see, and must not suffer from. */
  failed(error: Error): void {
    this.#lastError = { message: error.message, time: new Date().toISOString() }
    for (const onError of this.#onErrors) tell(onError.call, error)
  }

  /** Returns how to stop. */
  onError(call: (error: Error) => void): () => void {
    const registration = { call } // several clients may hand in the same function
    this.#onErrors.add(registration)
    return () => this.#onErrors.delete(registration)
  }

  /** Returns how to stop. */
  onSettled(listener: SettlementListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** `now` is what only the pipeline knows; without one there is no breaker to open. */
  stats(now: Pick<Stats, 'queued' | 'inFlight'> & Partial<Pick<Stats, 'breaker'>>): Stats {
    return {
      disabled: false,
      received: this.received,
      sent: this.#sent,
      dropped: this.#dropped,
      droppedByReason: { ...this.#droppedByReason },
      droppedBySeverity: { ...this.#droppedBySeverity },
      rejectedByStatus: { ...this.#rejectedByStatus },
      breaker: 'closed',
      roundTripMs: this.#roundTripMs,
      ...now,
      spooled: this.#spooled,
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

// --- helpers ---

const TELL_PROCESSOR_MS = 1_000

/** The callback is the application's: neither a throw nor a rejection of it may become ours, or end the process. */
function tell(onError: (error: Error) => unknown, error: Error): void {
  try {
    Promise.resolve(onError(error)).catch(() => {})
  } catch {
    // Its mistake; there is nobody else to tell.
  }
}
