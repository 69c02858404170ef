import type { SerializedEnvelope } from '../item/item'
import { countStatus, type DeliveryAccount, itemsOf, type RejectedItem } from './account'
import type { Drops } from './drops'
import type { ItemEnds } from './item-ends'
import type { DropReason, SpoolContents, SpoolStats } from './stats'

/** Counts the outcomes of items that were read from disk. `Diagnostics` counts those of this process as `spooled`, too. */
export class SpoolAccount implements DeliveryAccount {
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
    this.#ends.count('sent', items)
  }

  rejected(rejected: readonly RejectedItem[]): void {
    countStatus(this.#rejectedByStatus, rejected)
    this.dropped('rejected', itemsOf(rejected))
  }

  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void {
    this.#drops.add(reason, items)
    this.#ends.count('dropped', items)
  }

  /** Counts this process's items in a file that was removed or that another process has claimed. */
  endedUnread(end: 'dropped' | 'elsewhere', countUpTo: (sequence: number) => number): void {
    this.#ends.countBySequence(end, countUpTo)
  }

  /** Counts the items of a file that was removed unread. */
  lost(reason: DropReason, items: number): void {
    if (items === 0) return
    this.read += items
    this.#drops.count(reason, items, undefined)
  }
}
