import type { SerializedEnvelope } from '../envelope/serialize'
import type { SendOutcome } from '../ingestion/breeze-response'

type Items = readonly SerializedEnvelope[]

/** What one try made of a batch: every item is in exactly one of the lists. */
export interface Tried {
  readonly sent: Items
  readonly rejected: Items
  readonly tooLarge: Items
  /** May be tried again. */
  readonly rest: Items
}

/** The outcome speaks of positions; this speaks of items. `too-large` is for the sender: it has halves to try. */
export function divide(items: Items, outcome: Exclude<SendOutcome, { kind: 'too-large' }>): Tried {
  switch (outcome.kind) {
    case 'accepted':
      return { ...NONE, sent: items }
    case 'retryable':
      return { ...NONE, rest: items }
    case 'rejected':
      return { ...NONE, rejected: items }
    case 'partial': {
      const retry = new Set(outcome.retry)
      const rejected = new Set(outcome.rejected.map((rejection) => rejection.index))
      return {
        sent: items.filter((_, index) => !retry.has(index) && !rejected.has(index)),
        rejected: items.filter((_, index) => rejected.has(index)),
        tooLarge: [],
        rest: items.filter((_, index) => retry.has(index)),
      }
    }
  }
}

export function merge(a: Tried, b: Tried): Tried {
  return {
    sent: [...a.sent, ...b.sent],
    rejected: [...a.rejected, ...b.rejected],
    tooLarge: [...a.tooLarge, ...b.tooLarge],
    rest: [...a.rest, ...b.rest],
  }
}

export const NONE: Tried = { sent: [], rejected: [], tooLarge: [], rest: [] }
