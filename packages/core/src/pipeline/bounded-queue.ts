import { PRIORITIES, type Priority, type SerializedEnvelope } from '../item/item'

/** Kept free for errors, so that chatter cannot crowd out what explains it. At most an eighth of a small queue. */
const RESERVED_FOR_ERRORS_BYTES = 1_048_576

/**
 * What waits to be sent, bounded in bytes. One lane per priority, so that making room costs the same however much waits:
 *
 *     verbose      v3 v7            <- room is made here first, oldest first
 *     information  i1 i2 i5 i8
 *     …
 *     error        e4 e6            <- and here last
 *
 * Items leave in the order in which they came, across lanes.
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

  /** The sequence of the item that came last, waiting or not; 0 before the first. */
  get newest(): number {
    return this.#newest
  }

  /** The sequence of the item that has waited longest; undefined when nothing waits. */
  get oldest(): number | undefined {
    return this.#oldestLane()?.first?.sequence
  }

  /** Takes the item in, which may be more than there is room for: see `isOverfull`. */
  push(item: SerializedEnvelope): void {
    item.sequence = ++this.#newest
    this.#laneOf(item.priority).push(item)
    this.#items++
    this.#bytes += item.bytes
  }

  /** True when it holds more than it may: something has to go, or `makeRoom` is to say what. */
  get isOverfull(): boolean {
    const belowErrors = this.#bytes - this.#laneOf('error').bytes
    return this.#bytes > this.#maxBytes || belowErrors > this.#maxBytesBelowErrors
  }

  /** Takes items back that could not be sent: they are older than what waits. */
  putBack(items: readonly SerializedEnvelope[]): void {
    for (const item of items.toReversed()) {
      this.#laneOf(item.priority).unshift(item)
      this.#items++
      this.#bytes += item.bytes
    }
  }

  /** The oldest items, as many as fit; at least one when any wait. */
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

  /** Gives up items, the least severe first, until the rest fits. */
  makeRoom(): SerializedEnvelope[] {
    const evicted: SerializedEnvelope[] = []
    while (this.isOverfull) {
      const lane = this.#lanes.find((candidate) => candidate.first !== undefined)
      if (lane === undefined) break
      evicted.push(this.#remove(lane))
    }
    return evicted
  }

  /** As many as fit, the most severe first: for when there may be no time for all. */
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

/** First in, first out. Array.shift costs the length of the array, so the head moves instead and the array is cut now and then. */
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

  /** Rare: costs the length of the lane only when no room has become free at its front. */
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
