import { PRIORITIES, type Priority, type SerializedEnvelope } from '../item/item'

/**
 * Bytes reserved for errors, so that verbose items cannot displace them. A small queue reserves at most an eighth of its
 * size.
 */
const RESERVED_FOR_ERRORS_BYTES = 1_048_576

/**
 * Holds the items that wait to be sent, limited by their bytes. Each priority has its own lane, so making room takes
 * constant time:
 *
 *     verbose      v3 v7            <- room is made here first, oldest first
 *     information  i1 i2 i5 i8
 *     …
 *     error        e4 e6            <- and here last
 *
 * Items leave in the order in which they were pushed, across lanes.
 */
export class BoundedQueue {
  readonly #maxBytes: number
  readonly #maxBytesBelowErrors: number
  readonly #lanes: readonly Lane[] = PRIORITIES.map(() => new Lane())
  #items = 0
  #bytes = 0
  #newest = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
    this.#maxBytesBelowErrors = maxBytes - Math.min(RESERVED_FOR_ERRORS_BYTES, maxBytes / 8)
  }

  get items(): number {
    return this.#items
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The sequence number of the last item pushed, even if it has left the queue. 0 before the first push. */
  get newest(): number {
    return this.#newest
  }

  /** The sequence number of the oldest item. Undefined if the queue is empty. */
  get oldest(): number | undefined {
    return this.#oldestLane()?.first?.sequence
  }

  /** Adds the item, even if the queue exceeds its limit as a result: see `isOverfull`. */
  push(item: SerializedEnvelope): void {
    item.sequence = ++this.#newest
    this.#laneOf(item.priority).push(item)
    this.#items++
    this.#bytes += item.bytes
  }

  /** True if the queue exceeds its limit. Take items or call `makeRoom` then. */
  get isOverfull(): boolean {
    const belowErrors = this.#bytes - this.#laneOf('error').bytes
    return this.#bytes > this.#maxBytes || belowErrors > this.#maxBytesBelowErrors
  }

  /** Puts items that could not be sent back at the front of the queue. */
  putBack(items: readonly SerializedEnvelope[]): void {
    for (const item of items.toReversed()) {
      this.#laneOf(item.priority).unshift(item)
      this.#items++
      this.#bytes += item.bytes
    }
  }

  /** Takes the oldest items within both limits, but at least one item unless the queue is empty. */
  take(maxItems: number, maxBytes: number): SerializedEnvelope[] {
    const taken: SerializedEnvelope[] = []
    let bytes = 0
    while (taken.length < maxItems) {
      const lane = this.#oldestLane()
      if (lane?.first === undefined || (taken.length > 0 && bytes + lane.first.bytes > maxBytes)) break
      bytes += lane.first.bytes
      taken.push(this.#remove(lane))
    }
    return taken
  }

  /** Removes the least severe items until the rest fits. Returns the removed items. */
  makeRoom(): SerializedEnvelope[] {
    const evicted: SerializedEnvelope[] = []
    while (this.isOverfull) {
      const lane = this.#lanes.find((candidate) => candidate.first !== undefined)
      if (lane === undefined) break
      evicted.push(this.#remove(lane))
    }
    return evicted
  }

  /** Takes the most severe items within both limits. Used when there may not be time to process all items. */
  takeMostSevere(maxItems: number, maxBytes: number): SerializedEnvelope[] {
    const taken: SerializedEnvelope[] = []
    let bytes = 0
    for (const lane of this.#lanes.toReversed()) {
      while (lane.first !== undefined && taken.length < maxItems) {
        if (taken.length > 0 && bytes + lane.first.bytes > maxBytes) return taken
        bytes += lane.first.bytes
        taken.push(this.#remove(lane))
      }
    }
    return taken
  }

  #oldestLane(): Lane | undefined {
    let oldest: Lane | undefined
    for (const lane of this.#lanes) {
      if (lane.first === undefined) continue
      if (oldest?.first === undefined || lane.first.sequence < oldest.first.sequence) oldest = lane
    }
    return oldest
  }

  #remove(lane: Lane): SerializedEnvelope {
    const item = lane.shift()
    this.#items--
    this.#bytes -= item.bytes
    return item
  }

  #laneOf(priority: Priority): Lane {
    return this.#lanes[PRIORITIES.indexOf(priority)] as Lane
  }
}

// --- helpers, in order of use ---

/** A FIFO queue. Array.shift takes O(length), so the head index moves instead, and the array is trimmed now and then. */
class Lane {
  #items: SerializedEnvelope[] = []
  #head = 0
  #bytes = 0

  get first(): SerializedEnvelope | undefined {
    return this.#items[this.#head]
  }

  get bytes(): number {
    return this.#bytes
  }

  push(item: SerializedEnvelope): void {
    this.#items.push(item)
    this.#bytes += item.bytes
  }

  /** Takes O(length) only if there is no free space before the head. */
  unshift(item: SerializedEnvelope): void {
    if (this.#head > 0) this.#items[--this.#head] = item
    else this.#items.unshift(item)
    this.#bytes += item.bytes
  }

  shift(): SerializedEnvelope {
    const item = this.#items[this.#head] as SerializedEnvelope
    this.#head++
    this.#bytes -= item.bytes
    if (this.#head * 2 > this.#items.length && (this.#head >= 1_024 || this.#head === this.#items.length)) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }
}
