import type { SerializedEnvelope } from '../item/item'
import type { Payload } from './payload'

/** Items that travel in one request. */
export interface Batch {
  readonly items: readonly SerializedEnvelope[]
  /** How often it came back from a try, once it was set aside. */
  tries?: number | undefined
  /** An answer did not say what became of it. */
  isInDoubt?: boolean | undefined
  /** Epoch milliseconds of its oldest item, where it was read from the disk. */
  readonly timeMs?: number | undefined
  /** The items as text, one a line, where that is at hand. */
  readonly lines?: Buffer
  /** The request body, encoded once however often it is sent. */
  payload?: Payload
}
