import type { RejectedItem } from '../diagnostics/account'
import type { SendOutcome, Trouble } from '../ingestion/breeze-response'
import type { SerializedEnvelope } from '../item/item'

type Items = readonly SerializedEnvelope[]

/** What one try made of a batch: every item is in exactly one of the lists. */
export interface Tried {
  readonly sent: Items
  readonly rejected: readonly RejectedItem[]
  readonly tooLarge: Items
  /** Sent twice, and twice the answer did not say what became of them. */
  readonly unknown: Items
  /** May be tried again. */
  readonly rest: Items
  /** What is wrong with the endpoint; undefined where it took some items and not others. */
  readonly trouble: Trouble | undefined
}

export const NOTHING_TRIED: Tried = {
  sent: [],
  rejected: [],
  tooLarge: [],
  unknown: [],
  rest: [],
  trouble: undefined,
}

/** The outcome speaks of positions; this speaks of items. */
export function divide(items: Items, { retry, rejected }: Extract<SendOutcome, { kind: 'partial' }>): Tried {
  const isNothingSettled = retry.length === items.length
  const toRetry = new Set(retry)
  const statusOf = new Map(rejected.map(({ index, statusCode }) => [index, statusCode]))
  return {
    ...NOTHING_TRIED,
    sent: items.filter((_, index) => !toRetry.has(index) && !statusOf.has(index)),
    rejected: items.flatMap((item, index) => {
      const statusCode = statusOf.get(index)
      return statusCode === undefined ? [] : [{ item, statusCode }]
    }),
    rest: items.filter((_, index) => toRetry.has(index)),
    trouble: isNothingSettled ? { kind: 'retryable', reason: 'all items are to be sent again' } : undefined,
  }
}

export function merge(a: Tried, step: Partial<Tried>): Tried {
  const b = { ...NOTHING_TRIED, ...step }
  return {
    sent: [...a.sent, ...b.sent],
    rejected: [...a.rejected, ...b.rejected],
    tooLarge: [...a.tooLarge, ...b.tooLarge],
    unknown: [...a.unknown, ...b.unknown],
    rest: [...a.rest, ...b.rest],
    trouble: a.trouble ?? b.trouble,
  }
}
