import type { Stats } from '@azmon/core'

/** What the payments service tells the shop that started it. */
export interface FromPayments {
  readonly url?: string
  /** The account of its logs, which pino's worker keeps, and that of all else. */
  readonly logs?: Stats
  readonly rest?: Stats
}
