import type { Batch } from '../batch/batch'
import type { SerializedEnvelope } from '../item/item'

/** Stores batches that could not be sent immediately. `spoolContract` tests each implementation. */
export interface Spool {
  /** True if stored batches outlive the process. */
  readonly durable: boolean
  /** The number of items, including claimed ones until they are acknowledged. */
  readonly items: number
  /** False if `put` would refuse a batch without trying. */
  readonly accepts: boolean
  /** True if there is a batch to claim. */
  readonly hasReady: boolean
  /** Stores the batch before returning, or refuses it if there is no room. */
  put(batch: Batch): 'stored' | 'refused'
  /**
   * Stores a copy of a batch in flight, in case the process ends before the response. Acknowledge or release it like any
   * other claim. Returns undefined if the copy would not outlive the process, or if there is no room.
   */
  hold(batch: Batch): Claim | undefined
  /**
   * Claims the oldest of the batches that were released least often. Nothing else can claim it until it is acknowledged or
   * released. Returns undefined if there is no batch.
   */
  claim(): Promise<Claim | undefined>
  /** Keeps a copy of items that the endpoint rejected, so that people can inspect them. */
  quarantine(items: readonly SerializedEnvelope[]): void
}

export interface Claim {
  readonly batch: Batch
  /** Removes the batch from the spool. Call it when the batch has been delivered. */
  ack(): void
  /** Returns the undelivered `rest` to the spool, after batches that were tried less often. */
  release(rest: Batch): void
}
