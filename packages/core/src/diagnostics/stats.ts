import type { SeverityLevel } from '../envelope/severity'

/** Why an item was dropped. */
export type DropReason =
  | 'queue-full' // items arrived faster than they were sent, and neither memory nor disk had room
  | 'rejected' // the endpoint permanently rejected the item
  | 'unknown-outcome' // sent twice; both responses were unreadable
  | 'too-large' // above the service's limit for one item, even when shrunk
  | 'unreadable' // not a valid item, the code that creates it threw, or a metric without a number
  | 'closed' // tracked after close(), or neither sent nor stored when close() ended
  | 'exit' // neither sent nor stored when the process ended
  | 'spool-full' // the oldest item on disk, removed to make room for a newer one
  | 'expired' // spooled for longer than the service accepts old items
  | 'damaged' // the spool file was corrupted

/** Why an item was left out on purpose. */
export type FilterReason = 'processor' | 'sampling'

/** `open`: no requests are sent. `half-open`: one request is sent as a probe. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/**
 * Counts of one destination in this process. At any time
 * `received = sent + dropped + queued + inFlight + spooled`.
 */
export interface Stats {
  /** Whether no destination is configured. Then all telemetry is ignored and nothing is counted. */
  readonly disabled: boolean
  readonly received: number
  /** Acknowledged by the endpoint. */
  readonly sent: number
  readonly dropped: number
  readonly droppedByReason: Readonly<Partial<Record<DropReason, number>>>
  /** By severity level 0 to 4, or `none` for items that have none. */
  readonly droppedBySeverity: Readonly<Partial<Record<SeverityLevel | 'none', number>>>
  /** Items that the endpoint permanently rejected, by status code. */
  readonly rejectedByStatus: Readonly<Record<number, number>>
  /** Waiting in memory. */
  readonly queued: number
  /** Being sent, or waiting for a retry. */
  readonly inFlight: number
  /** Written to the disk. `spool` counts what happens to them there. */
  readonly spooled: number
  readonly spool: SpoolStats
  /** `open`: no requests are sent for a while. `half-open`: one request is sent as a probe. */
  readonly breaker: BreakerState
  /** Batches that were sent again. */
  readonly retried: number
  /** Tracked items that were left out on purpose, by reason; `received` does not count them. */
  readonly filtered: Readonly<Partial<Record<FilterReason, number>>>
  /** Strings truncated to the limits of the service. */
  readonly truncated: number
  /** Measurements left out because they were not finite numbers. */
  readonly measurementsDropped: number
  /** Secrets that were redacted. */
  readonly redacted: number
  /** Times that a processor threw. */
  readonly processorErrors: number
  /** Compressed body bytes of acknowledged requests. */
  readonly bytesSent: number
  /** The last error; `time` is ISO-8601 in UTC. */
  readonly lastError: { readonly message: string; readonly time: string } | undefined
}

export interface SpoolContents {
  /** `suspended`: the disk is full, failing or slow; it is tried again within half a minute. */
  readonly state: 'on' | 'suspended'
  /** Includes files of other processes, as of the last refresh. */
  readonly files: number
  readonly bytes: number
  readonly items: number
  /** The age of the oldest item on disk. */
  readonly oldestAgeMs: number | undefined
  /** Files that azmon did not write, or that a newer version wrote. */
  readonly foreign: number
}

/**
 * The contents of the spool, and counts of the items that this process has read from it. At any time
 * `read = drained + dropped + left`. Several processes may share a directory, so that one reads what another has spooled.
 */
export interface SpoolStats extends Omit<SpoolContents, 'state'> {
  /** `off`: nothing is spooled. `suspended`: the disk is full, failing or slow; it is tried again within half a minute. */
  readonly state: 'off' | SpoolContents['state']
  /** Read from the disk to be sent, or removed from it. */
  readonly read: number
  /** Acknowledged by the endpoint. */
  readonly drained: number
  readonly dropped: number
  readonly droppedByReason: Readonly<Partial<Record<DropReason, number>>>
  /** Returned to the disk, or being sent. */
  readonly left: number
}

/** Receives the reason, the number of dropped items and their severity level, which is undefined for items without one. */
export type OnDrop = (reason: DropReason, count: number, severityLevel: SeverityLevel | undefined) => void
