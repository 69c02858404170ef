import type { Clock, Timer } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import { hasWarnedOf, warnOnce } from '../diagnostics/warnings'
import type { DeliveryOptions } from '../options/resolve'

/** Longer than any start of an endpoint that works. */
const SILENCE_MS = 30_000

/** Call when the first item is received: prints one warning if nothing has been delivered 30 s after it should be sent. */
export function warnUnlessDelivered(
  diagnostics: Diagnostics,
  clock: Clock,
  { maxBatchAgeMs }: Pick<DeliveryOptions, 'maxBatchAgeMs'>,
): Timer {
  const silenceMs = Math.max(SILENCE_MS, maxBatchAgeMs * 2)
  return clock.after(silenceMs, () => {
    // Those two say more, and what to do.
    if (diagnostics.hasDelivered || hasWarnedOf('denied') || hasWarnedOf('misconfigured')) return
    warnOnce(
      'nothing delivered',
      `No telemetry has been delivered in the first ${silenceMs / 1_000} s. ${whyNotDelivered(diagnostics)}`,
    )
  })
}

/** What went wrong last with endpoint or disk, and how to find out more. */
export function whyNotDelivered({ lastTrouble }: Diagnostics): string {
  return `${lastTrouble ?? 'The endpoint has not answered.'} Run npx azmon doctor to find out why.`
}
