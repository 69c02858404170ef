import type { Stats } from '@azmon/core'

/**
 * Returns the number of lost records according to our own statistics. Includes records that
 * were still unsent when the process ended.
 */
export function lostOf({ dropped, queued, inFlight, spool }: Stats): number {
  return dropped + spool.dropped + queued + inFlight
}
