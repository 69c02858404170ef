import type { Batch } from '../pipeline/batch'

/**
 * Where batches wait that could not be delivered at once. Whoever implements it keeps `spoolContract`, beside the tests of the others.
 */
export interface Spool {
  /** True when what it holds outlives the process. */
  readonly durable: boolean
  /** Items it holds, claimed ones too until they are acked. */
  readonly items: number
  /** True when there is something to claim. */
  readonly hasReady: boolean
  /** Takes the batch over, at once and for good, or refuses it because there is no room. */
  put(batch: Batch): 'stored' | 'refused'
  /**
   * A batch for the caller alone until it is acked or released: the one released least often, the oldest of these.
   * Undefined when there is none.
   */
  claim(): Promise<Claim | undefined>
}

export interface Claim {
  readonly batch: Batch
  /** It was delivered: forget it. `items` changes before the promise does. */
  ack(): Promise<void>
  /** It was not, or `rest` of it was not: that goes back, behind those that were tried less often. */
  release(rest: Batch): Promise<void>
}
