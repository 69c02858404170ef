import type { Clock, Timer } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import { hasWarnedOf, warnOnce } from '../diagnostics/warnings'
import type { DeliveryOptions } from '../options/resolve'

/** Warn after this time. A working endpoint accepts the first batch much earlier. */
const FIRST_DELIVERY_MS = 30_000

/** Warns once if nothing has been delivered 30 s after this call. Call it when the first item is received. */
export function warnUnlessDelivered(
  diagnostics: Diagnostics,
  clock: Clock,
  { maxBatchAgeMs }: Pick<DeliveryOptions, 'maxBatchAgeMs'>,
): Timer {
  const delayMs = Math.max(FIRST_DELIVERY_MS, maxBatchAgeMs * 2)
  return clock.after(delayMs, () => {
    // These two warnings have more detail and say how to fix the problem.
    if (diagnostics.hasDelivered || hasWarnedOf('denied') || hasWarnedOf('misconfigured')) return
    warnOnce(
      'nothing delivered',
      `No telemetry has been delivered in the first ${delayMs / 1_000} s. ${whyNotDelivered(diagnostics)}`,
    )
  })
}

/** Describes the last problem with the endpoint or the disk, and how to find out more. */
export function whyNotDelivered({ lastTrouble }: Diagnostics): string {
  return `${lastTrouble ?? 'The endpoint has not responded.'} Run npx azmon doctor to find out why.`
}
