import type { Batch } from '../batch/batch'
import type { SerializedEnvelope } from '../item/item'

/**
 * Where batches wait that could not be delivered at once. Whoever implements it keeps `spoolContract`, beside the tests of the others.
 */
export interface Spool {
  /** True when what it holds outlives the process. */
  readonly durable: boolean
  /** Items it holds, claimed ones too until they are acked. */
  readonly items: number
  /** False while there is no point in `put`. */
  readonly takes: boolean
  /** True when there is something to claim. */
  readonly hasReady: boolean
  /** Takes the batch over, at once and for good, or refuses it because there is no room. */
  put(batch: Batch): 'stored' | 'refused'
  /**
   * Keeps a copy of a batch that is on its way, in case the process ends before the answer is there: a claim, to be
   * acked or released as any other. Undefined where nothing would outlive the process, or there is no room.
   */
  hold(batch: Batch): Claim | undefined
  /**
   * A batch for the caller alone until it is acked or released: the one released least often, the oldest of these.
   * Undefined when there is none.
   */
  claim(): Promise<Claim | undefined>
  /** Keeps a copy of what the endpoint takes for poison, for somebody to look at. */
  quarantine(items: readonly SerializedEnvelope[]): void
}

export interface Claim {
  readonly batch: Batch
  /** It was delivered: forget it. */
  ack(): void
  /** It was not, or `rest` of it was not: that goes back, behind those that were tried less often. */
  release(rest: Batch): void
}
