import type { SerializedEnvelope } from '../item/item'
import { type Account, countStatus, itemsOf, type RejectedItem } from './account'
import type { Drops } from './drops'
import type { ItemEnds } from './item-ends'
import type { DropReason, SpoolContents, SpoolStats } from './stats'

/** What becomes of items from the disk, which the first account has seen leave as `spooled`. */
export class SpoolAccount implements Account {
  read = 0
  returned = 0
  inHand = 0
  #drained = 0
  readonly #drops: Drops
  readonly #rejectedByStatus: Record<number, number>
  readonly #ends: ItemEnds

  constructor(drops: Drops, rejectedByStatus: Record<number, number>, ends: ItemEnds) {
    this.#drops = drops
    this.#rejectedByStatus = rejectedByStatus
    this.#ends = ends
  }

  get hasDrained(): boolean {
    return this.#drained > 0
  }

  get stats(): Omit<SpoolStats, keyof SpoolContents> {
    return {
      read: this.read,
      drained: this.#drained,
      dropped: this.#drops.total,
      droppedByReason: this.#drops.byReason,
      left: this.returned + this.inHand,
    }
  }

  sent(items: readonly SerializedEnvelope[]): void {
    this.#drained += items.length
    this.#ends.reached('sent', items)
  }

  rejected(rejected: readonly RejectedItem[]): void {
    countStatus(this.#rejectedByStatus, rejected)
    this.dropped('rejected', itemsOf(rejected))
  }

  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void {
    this.#drops.add(reason, items)
    this.#ends.reached('dropped', items)
  }

  /** A file with this process's items is gone, or another process has it. */
  endedUnread(end: 'dropped' | 'elsewhere', upTo: (sequence: number) => number): void {
    this.#ends.reachedBy(end, upTo)
  }

  /** Counts items of a file that was not read; their number comes from its name. */
  lost(reason: DropReason, items: number): void {
    if (items === 0) return
    this.read += items
    this.#drops.count(reason, items, undefined)
  }
}
