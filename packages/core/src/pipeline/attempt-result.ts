import type { RejectedItem } from '../diagnostics/account'
import type { SendOutcome, Trouble } from '../ingestion/breeze-response'
import type { SerializedEnvelope } from '../item/item'

type Items = readonly SerializedEnvelope[]

/** The result of one attempt to send a batch. Each item is in exactly one of these arrays. */
export interface AttemptResult {
  readonly sent: Items
  readonly rejected: readonly RejectedItem[]
  readonly tooLarge: Items
  /** Items that were sent twice and got an unreadable response both times. */
  readonly unknown: Items
  /** Items that may be sent again. */
  readonly rest: Items
  /** The problem with the endpoint. Undefined if the endpoint accepted or rejected each item. */
  readonly trouble: Trouble | undefined
}

export const NOTHING_SETTLED: AttemptResult = {
  sent: [],
  rejected: [],
  tooLarge: [],
  unknown: [],
  rest: [],
  trouble: undefined,
}

/** Maps the item indexes of a partial outcome back to the items that were sent. */
export function splitByOutcome(
  items: Items,
  { retry, rejected }: Extract<SendOutcome, { kind: 'partial' }>,
): AttemptResult {
  const isNothingSettled = retry.length === items.length
  const toRetry = new Set(retry)
  const statusOf = new Map(rejected.map(({ index, statusCode }) => [index, statusCode]))
  return {
    ...NOTHING_SETTLED,
    sent: items.filter((_, index) => !toRetry.has(index) && !statusOf.has(index)),
    rejected: items.flatMap((item, index) => {
      const statusCode = statusOf.get(index)
      return statusCode === undefined ? [] : [{ item, statusCode }]
    }),
    rest: items.filter((_, index) => toRetry.has(index)),
    trouble: isNothingSettled ? { kind: 'retryable', reason: 'the endpoint asked for all items again' } : undefined,
  }
}

export function merge(a: AttemptResult, step: Partial<AttemptResult>): AttemptResult {
  const b = { ...NOTHING_SETTLED, ...step }
  return {
    sent: [...a.sent, ...b.sent],
    rejected: [...a.rejected, ...b.rejected],
    tooLarge: [...a.tooLarge, ...b.tooLarge],
    unknown: [...a.unknown, ...b.unknown],
    rest: [...a.rest, ...b.rest],
    trouble: a.trouble ?? b.trouble,
  }
}
