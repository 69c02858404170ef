import type { Clock, Timer } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import { hasWarnedOf, warnOnce } from '../diagnostics/warnings'
import type { DeliveryOptions } from '../options/resolve'

/** A working endpoint accepts the first batch well before this. */
const SILENCE_MS = 30_000

/** Call when the first item is received. Prints one warning if nothing has been delivered after 30 s. */
export function warnUnlessDelivered(
  diagnostics: Diagnostics,
  clock: Clock,
  { maxBatchAgeMs }: Pick<DeliveryOptions, 'maxBatchAgeMs'>,
): Timer {
  const silenceMs = Math.max(SILENCE_MS, maxBatchAgeMs * 2)
  return clock.after(silenceMs, () => {
    // These two warnings say more, and how to fix it.
    if (diagnostics.hasDelivered || hasWarnedOf('denied') || hasWarnedOf('misconfigured')) return
    warnOnce(
      'nothing delivered',
      `No telemetry has been delivered in the first ${silenceMs / 1_000} s. ${whyNotDelivered(diagnostics)}`,
    )
  })
}

/** Describes the last trouble with endpoint or disk, and how to find out more. */
export function whyNotDelivered({ lastTrouble }: Diagnostics): string {
  return `${lastTrouble ?? 'The endpoint has not responded.'} Run npx azmon doctor to find out why.`
}
