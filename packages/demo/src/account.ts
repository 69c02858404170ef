import type { Stats } from '@azmon/core'

/** What became of the telemetry of several services, in items. */
export interface Account {
  /** Neither sent nor lost: in memory, or on disk for the next run. */
  readonly waiting: number
  readonly sent: number
  readonly dropped: number
  readonly lastError: string | undefined
}

export function accountOf(stats: readonly Stats[]): Account {
  const sum = (read: (one: Stats) => number) => stats.reduce((total, one) => total + read(one), 0)
  // What Ctrl-C brings to the disk is sent from there, and so is what an earlier run has left: that is not of this one.
  const onDisk = sum(({ spooled, spool }) => Math.max(0, spooled - spool.drained - spool.dropped))
  const waiting = onDisk + sum(({ queued, inFlight }) => queued + inFlight)
  const dropped = sum((one) => one.dropped)
  return {
    waiting,
    dropped,
    sent: sum((one) => one.received) - waiting - dropped,
    lastError: stats.map((one) => one.lastError?.message).find((message) => message !== undefined),
  }
}
