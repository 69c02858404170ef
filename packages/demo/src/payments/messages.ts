import type { Stats } from '@azmon/core'

/** A message from the payments service to the shop that started it. */
export interface FromPayments {
  readonly url?: string
  /** The statistics of the service's logs, which pino's worker sends. */
  readonly logs?: Stats
  /** The statistics of the service's other telemetry. */
  readonly rest?: Stats
}
