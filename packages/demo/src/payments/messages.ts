import type { Stats } from '@azmon/core'

/** A message of the payments service to the shop that started it. */
export interface FromPayments {
  readonly url?: string
  /** The statistics of its logs, which pino's worker sends. */
  readonly logs?: Stats
  /** The statistics of its other telemetry. */
  readonly rest?: Stats
}
