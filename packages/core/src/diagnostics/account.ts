import type { SerializedEnvelope } from '../item/item'
import type { DropReason } from './stats'

export interface RejectedItem {
  readonly item: SerializedEnvelope
  readonly statusCode: number
}

/** Counts the outcomes of items. Items sent from memory and items read from disk are counted separately. */
export interface DeliveryAccount {
  /** Counts items that the endpoint acknowledged. */
  sent(items: readonly SerializedEnvelope[]): void
  /** Counts items that the endpoint permanently rejected. */
  rejected(rejected: readonly RejectedItem[]): void
  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void
}

export function countStatus(byStatus: Record<number, number>, rejected: readonly RejectedItem[]): void {
  for (const { statusCode } of rejected) byStatus[statusCode] = (byStatus[statusCode] ?? 0) + 1
}

export function itemsOf(rejected: readonly RejectedItem[]): readonly SerializedEnvelope[] {
  return rejected.map(({ item }) => item)
}
