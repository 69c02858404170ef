import type { OutgoingCalls } from './outgoing-calls'
import { trackHttp } from './outgoing-http'
import { trackUndici } from './outgoing-undici'

/** Tracks requests made with `fetch`, undici, `http` and `https`. Returns a function that stops it. */
export function trackOutgoing(calls: OutgoingCalls): () => void {
  const stops = [trackUndici(calls), trackHttp(calls)]
  return () => {
    for (const stop of stops) stop()
  }
}
