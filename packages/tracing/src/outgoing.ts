import type { OutgoingCalls } from './outgoing-calls'
import { trackHttp } from './outgoing-http'
import { trackUndici } from './outgoing-undici'

/** Tracks what goes through `fetch`, undici, `http` and `https`. Returns how to stop. */
export function trackOutgoing(calls: OutgoingCalls): () => void {
  const stops = [trackUndici(calls), trackHttp(calls)]
  return () => {
    for (const stop of stops) stop()
  }
}
