import type { Stats } from '@azmon/core'

/** By our own account; what a process that is over has not sent, it never will. */
export function lostOf({ dropped, queued, inFlight, spool }: Stats): number {
  return dropped + spool.dropped + queued + inFlight
}
