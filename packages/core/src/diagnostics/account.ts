import type { SerializedEnvelope } from '../item/item'
import type { DropReason } from './stats'

export interface RejectedItem {
  readonly item: SerializedEnvelope
  readonly statusCode: number
}

/** Where it is counted what becomes of items: those from memory in one account, those from the disk in another. */
export interface Account {
  /** Acknowledged by the endpoint. */
  sent(items: readonly SerializedEnvelope[]): void
  /** The endpoint refused them for good. */
  rejected(rejected: readonly RejectedItem[]): void
  dropped(reason: DropReason, items: readonly SerializedEnvelope[]): void
}

export function countStatus(byStatus: Record<number, number>, rejected: readonly RejectedItem[]): void {
  for (const { statusCode } of rejected) byStatus[statusCode] = (byStatus[statusCode] ?? 0) + 1
}

export function itemsOf(rejected: readonly RejectedItem[]): readonly SerializedEnvelope[] {
  return rejected.map(({ item }) => item)
}
