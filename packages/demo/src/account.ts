import type { Stats } from '@azmon/core'

/** What became of the telemetry of several services, in items. */
export interface Account {
  readonly received: number
  readonly sent: number
  readonly dropped: number
  readonly lastError: string | undefined
}

export function accountOf(stats: readonly Stats[]): Account {
  const sum = (read: (one: Stats) => number) => stats.reduce((total, one) => total + read(one), 0)
  return {
    received: sum((one) => one.received),
    sent: sum((one) => one.sent + one.spool.drained), // what Ctrl-C brings to the disk is sent from there
    dropped: sum((one) => one.dropped),
    lastError: stats.map((one) => one.lastError?.message).find((message) => message !== undefined),
  }
}
