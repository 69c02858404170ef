import type { ActiveFault } from './faults/faults'
import type { ForwardStatus } from './forward/forward'

/** What a local Application Insights does beside storing telemetry. */
export interface LocalStatus {
  /** Who answers queries. */
  readonly source: { readonly name: string; readonly isEmbedded: boolean }
  /** The number of rejected items. */
  readonly rejected: number
  readonly faults: readonly ActiveFault[]
  /** Undefined if nothing is forwarded. */
  readonly forward: ForwardStatus | undefined
  /** In ISO 8601. */
  readonly startedAt: string
  /** The path of the database file. Undefined if the telemetry is in memory. */
  readonly data: string | undefined
  readonly maxRows: number
  /** The certificate that clients need for https. Undefined if only http is accepted. */
  readonly caPath: string | undefined
}
