import type { Batch } from '../batch/batch'
import type { SerializedEnvelope } from '../item/item'

/**
 * Keeps batches that could not be sent at once. Implementations are tested by `spoolContract`.
 */
export interface Spool {
  /** Its batches outlive the process. */
  readonly durable: boolean
  /** The number of items, including claimed ones until they are acknowledged. */
  readonly items: number
  /** False if `put` would refuse a batch without trying. */
  readonly accepts: boolean
  /** There is a batch to claim. */
  readonly hasReady: boolean
  /** Stores the batch before it returns, or refuses it because there is no room. */
  put(batch: Batch): 'stored' | 'refused'
  /**
   * Stores a copy of a batch in flight, in case the process ends before the response. Acknowledge or release it like any
   * other claim. Undefined if the copy would not outlive the process, or if there is no room.
   */
  hold(batch: Batch): Claim | undefined
  /**
   * A batch that nobody else gets until it is acknowledged or released: the oldest of those released least often.
   * Undefined if there is none.
   */
  claim(): Promise<Claim | undefined>
  /** Keeps a copy of items that the endpoint rejected, so that people can inspect them. */
  quarantine(items: readonly SerializedEnvelope[]): void
}

export interface Claim {
  readonly batch: Batch
  /** Removes the batch from the spool. Call it when the batch has been delivered. */
  ack(): void
  /** Returns the undelivered `rest` to the spool, behind batches that were tried less often. */
  release(rest: Batch): void
}
