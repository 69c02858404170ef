/** The longest time of a timer, about 24 days. Node ends a longer one at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Returns a signal that is aborted after any time from 0 to Infinity, in milliseconds. */
export function timeoutSignal(timeoutMs: number): AbortSignal {
  return AbortSignal.timeout(Math.ceil(Math.min(Math.max(timeoutMs, 0), MAX_TIMER_MS)))
}
