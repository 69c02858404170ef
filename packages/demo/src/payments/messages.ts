import type { Stats } from '@azmon/core'

/** What the payments service tells the shop that started it. */
export interface FromPayments {
  readonly url?: string
  /** Of its telemetry. */
  readonly stats?: Stats
}
