import type { Stats } from '@azmon/core'

/** What the payments service tells the shop that started it. */
export interface FromPayments {
  readonly url?: string
  /** The account of its logs, and that of its spans. */
  readonly logs?: Stats
  readonly spans?: Stats
}
