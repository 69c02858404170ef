import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics'
import { hasWarnedOf, warnOnce } from '../warnings'

/** Longer than any start of an endpoint that works. */
const SILENCE_MS = 30_000

/** Call when the first item is received: prints one warning if nothing has been delivered 30 s later. */
export function warnUnlessDelivered(diagnostics: Diagnostics, clock: Clock): void {
  clock.after(SILENCE_MS, () => {
    // Those two say more, and what to do.
    if (diagnostics.hasDelivered || hasWarnedOf('denied') || hasWarnedOf('misconfigured')) return
    warnOnce(
      'nothing delivered',
      `No telemetry has been delivered in the first ${SILENCE_MS / 1_000} s. ${whyNotDelivered(diagnostics)}`,
    )
  })
}

/** What went wrong last, and how to find out more. */
export function whyNotDelivered({ lastError }: Diagnostics): string {
  const reason = lastError === undefined ? 'The endpoint has not answered.' : lastError.message
  return `${reason} Run npx azmon doctor to find out why.`
}
