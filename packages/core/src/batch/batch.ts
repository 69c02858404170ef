import type { SerializedEnvelope } from '../item/item'
import type { Payload } from './payload'

/** The items of one request. */
export interface Batch {
  readonly items: readonly SerializedEnvelope[]
  /** The number of times that the batch was tried. */
  tries?: number | undefined
  /** True if a response did not tell which items were accepted. */
  isInDoubt?: boolean | undefined
  /** The time of the oldest item in epoch milliseconds, for a batch that was read from disk. */
  readonly timeMs?: number | undefined
  /** The newline-delimited items, if they are already encoded. */
  readonly lines?: Buffer
  /** The request body, encoded once for all attempts. */
  payload?: Payload
}
