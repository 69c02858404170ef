import type { Span } from '@opentelemetry/api'
import { OutgoingCall } from './call'

/** Larger than the number of connections of a process. A call may stay open for as long as its connection does. */
const MAX_OPEN = 10_000

/** Holds the calls whose response is not complete, so that a call that never ends becomes a row, too. */
export class OpenCalls {
  readonly #calls = new Set<OutgoingCall>()

  add(span: Span, url: string): OutgoingCall {
    const call = new OutgoingCall(span, url, () => this.#calls.delete(call))
    this.#calls.add(call)
    const [oldest] = this.#calls
    if (this.#calls.size > MAX_OPEN) oldest?.interrupt()
    return call
  }

  /** Ends the calls that have a status, but whose response is never read. */
  completeUnread(): void {
    for (const call of this.#calls) if (call.hasStatus && call.isHeldUp) call.complete()
  }

  /** Ends all calls with what is known so far. */
  interrupt(): void {
    for (const call of this.#calls) call.interrupt()
  }
}
