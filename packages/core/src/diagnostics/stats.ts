import type { SeverityLevel } from '../envelope/severity'

/** Why an item was dropped. */
export type DropReason =
  | 'queue-full' // items arrived faster than they were sent, and memory and disk were full
  | 'rejected' // the endpoint permanently rejected the item
  | 'unknown-outcome' // sent twice, with an unreadable response both times
  | 'too-large' // larger than the service's limit for one item, even after shrinking
  | 'unreadable' // not a valid item, a metric without a number, or the code that creates the item threw
  | 'closed' // tracked after close(), or neither sent nor stored when close() ended
  | 'exit' // neither sent nor stored when the process ended
  | 'spool-full' // the oldest item on disk, removed to make room for a newer one
  | 'expired' // on disk for so long that the service would reject the item as too old
  | 'damaged' // the spool file was corrupt

/** Why an item was intentionally filtered. */
export type FilterReason = 'processor' | 'sampling'

/** `open`: no requests are sent. `half-open`: one request is sent as a probe. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/** The counts of one destination in this process. At any time `received = sent + dropped + queued + inFlight + spooled`. */
export interface Stats {
  /** True if no destination is configured. All telemetry is then ignored and nothing is counted. */
  readonly disabled: boolean
  readonly received: number
  /** Items that the endpoint acknowledged. */
  readonly sent: number
  readonly dropped: number
  readonly droppedByReason: Readonly<Partial<Record<DropReason, number>>>
  /** Dropped items by severity level 0 to 4, or by `none` for items without a severity level. */
  readonly droppedBySeverity: Readonly<Partial<Record<SeverityLevel | 'none', number>>>
  /** Items that the endpoint permanently rejected, by status code. */
  readonly rejectedByStatus: Readonly<Record<number, number>>
  /** Items that wait in memory. */
  readonly queued: number
  /** Items that are being sent or wait for a retry. */
  readonly inFlight: number
  /** Items that were written to disk. `spool` counts their further outcomes. */
  readonly spooled: number
  readonly spool: SpoolStats
  /** `open`: no requests are sent for a while. `half-open`: one request is sent as a probe. */
  readonly breaker: BreakerState
  /** Batches that were sent again. */
  readonly retried: number
  /** Tracked items that were intentionally filtered, by reason. `received` does not include them. */
  readonly filtered: Readonly<Partial<Record<FilterReason, number>>>
  /** Strings that were truncated to the limits of the service. */
  readonly truncated: number
  /** Measurements that were dropped because they were not finite numbers. */
  readonly measurementsDropped: number
  /** Secrets that were redacted. */
  readonly redacted: number
  /** The number of times that a processor threw. */
  readonly processorErrors: number
  /** The size of the bodies of acknowledged requests, compressed, in bytes. */
  readonly bytesSent: number
  /** The last error. `time` is an ISO-8601 string in UTC. */
  readonly lastError: { readonly message: string; readonly time: string } | undefined
}

export interface SpoolContents {
  /** `suspended`: the disk is full, failing or slow, and is tried again within half a minute. */
  readonly state: 'on' | 'suspended'
  /** The number of files, including those of other processes at the last refresh. */
  readonly files: number
  readonly bytes: number
  readonly items: number
  /** The age of the oldest item on disk. */
  readonly oldestAgeMs: number | undefined
  /** Files that azmon did not write, or that a newer version wrote. */
  readonly foreign: number
}

/**
 * The contents of the spool, and counts of the items that this process has read from it. At any time `read = drained +
 * dropped + left`. If processes share a directory, one process may read items that another has spooled.
 */
export interface SpoolStats extends Omit<SpoolContents, 'state'> {
  /** `off`: nothing is spooled. `suspended`: the disk is full, failing or slow, and is tried again within half a minute. */
  readonly state: 'off' | SpoolContents['state']
  /** Items that were read from disk to be sent, or removed from it. */
  readonly read: number
  /** Items that the endpoint acknowledged. */
  readonly drained: number
  readonly dropped: number
  readonly droppedByReason: Readonly<Partial<Record<DropReason, number>>>
  /** Items that were returned to disk or are being sent. */
  readonly left: number
}

/** Receives the reason, the number of dropped items and their severity level, which is undefined for items without one. */
export type OnDrop = (reason: DropReason, count: number, severityLevel: SeverityLevel | undefined) => void
