import type { Readable } from 'node:stream'
import type { OutgoingCall } from './call'

/**
 * Calls `onEnd` when the whole body has arrived, even if the application never reads it. Does not read the body itself, because
 * that would release a connection that the application still holds.
 */
export function watchBody(body: Readable, call: OutgoingCall, onEnd: () => void): void {
  const { push } = body
  /** Node calls this with each chunk that arrives, and with null at the end. */
  const watched: Readable['push'] = function (this: Readable, chunk, encoding) {
    const hasRoom = Reflect.apply(push, this, [chunk, encoding])
    call.isHeldUp = this.readableLength > this.readableHighWaterMark / 2
    if (chunk === null) onEnd()
    return hasRoom
  }
  Object.defineProperty(body, 'push', { value: watched, writable: true, configurable: true })
}
