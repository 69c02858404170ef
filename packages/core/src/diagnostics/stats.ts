import type { SeverityLevel } from '../envelope/severity'

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

/** Why an item was left out on purpose. */
export type FilterReason = 'processor' | 'sampling'

/** `open`: no requests. `half-open`: one, as a probe. */
export type BreakerState = 'closed' | 'open' | 'half-open'

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

export interface SpoolContents {
  /** `suspended`: the disk is full, fails or crawls; it is asked again within half a minute. */
  readonly state: 'on' | 'suspended'
  /** Those of other processes, too, as of the last look. */
  readonly files: number
  readonly bytes: number
  readonly items: number
  /** How old the oldest item is, of what waits. */
  readonly oldestAgeMs: number | undefined
  /** Files that azmon did not write, or that a newer version wrote. */
  readonly foreign: number
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
