import type { Stats } from '@azmon/core'

/** The delivery state of several services' telemetry, in items. */
export interface DeliverySummary {
  /** Items in memory, or on disk for the next run. */
  readonly waiting: number
  readonly sent: number
  readonly dropped: number
  readonly lastError: string | undefined
}

export function summarizeDelivery(stats: readonly Stats[]): DeliverySummary {
  const sum = (read: (service: Stats) => number) => stats.reduce((total, service) => total + read(service), 0)
  // Items from an earlier run are drained from disk, too, so that a service may drain more than it has spooled.
  const onDisk = sum(({ spooled, spool }) => Math.max(0, spooled - spool.drained - spool.dropped))
  const waiting = onDisk + sum(({ queued, inFlight }) => queued + inFlight)
  const dropped = sum((service) => service.dropped)
  return {
    waiting,
    dropped,
    sent: sum((service) => service.received) - waiting - dropped,
    lastError: stats.map((service) => service.lastError?.message).find((message) => message !== undefined),
  }
}
