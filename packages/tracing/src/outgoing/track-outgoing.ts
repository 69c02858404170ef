import type { OutgoingCalls } from './calls'
import { trackHttp } from './http'
import { trackHttp2 } from './http2'
import { trackUndici } from './undici'

/**
 * Tracks requests made with `fetch`, undici, `http`, `https` and `http2`. Returns a function that stops it and ends the calls whose
 * response is not complete.
 */
export function trackOutgoing(calls: OutgoingCalls): () => void {
  const stops = [trackUndici(calls), trackHttp(calls), trackHttp2(calls)]
  return () => {
    for (const stop of stops) stop()
    calls.open.interrupt()
  }
}
