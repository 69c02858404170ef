import type { OutgoingCalls } from './calls'
import { trackHttp } from './http'
import { trackUndici } from './undici'

/**
 * Tracks requests made with `fetch`, undici, `http` and `https`. Returns a function that stops it and ends the calls whose
 * response is not complete.
 */
export function trackOutgoing(calls: OutgoingCalls): () => void {
  const stops = [trackUndici(calls), trackHttp(calls)]
  return () => {
    for (const stop of stops) stop()
    calls.open.interrupt()
  }
}
