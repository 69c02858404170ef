import type { SerializedEnvelope } from '../item/item'
import type { Payload } from './payload'

/** Items of one request. */
export interface Batch {
  readonly items: readonly SerializedEnvelope[]
  /** How often a quarantined batch has failed. */
  tries?: number | undefined
  /** Whether a response did not say which items were accepted. */
  isInDoubt?: boolean | undefined
  /** Epoch milliseconds of the oldest item of a batch that was read from the disk. */
  readonly timeMs?: number | undefined
  /** The newline-delimited items, if they are known already. */
  readonly lines?: Buffer
  /** The request body, encoded once for all attempts. */
  payload?: Payload
}
