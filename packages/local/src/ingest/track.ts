import { checkItem, type Envelope, type ItemVerdict } from './check-item'
import { MAX_ITEM_BYTES, MAX_ITEMS, type ReceivedItem, splitItems } from './split-items'

export type TrackStatusCode = 200 | 206 | 400 | 413 | 415

/** The service's own form of an answer. */
export interface TrackAnswer {
  readonly itemsReceived: number
  readonly itemsAccepted: number
  readonly errors: readonly { readonly index: number; readonly statusCode: TrackStatusCode; readonly message: string }[]
}

export interface TrackVerdict {
  readonly statusCode: TrackStatusCode
  readonly answer: TrackAnswer
  /** What is to be kept. */
  readonly envelopes: readonly Envelope[]
}

/** Judges every item of a body by itself: a bad one never costs its neighbours. */
export function track(body: string, nowMs: number): TrackVerdict {
  const split = splitItems(body)
  switch (split.kind) {
    case 'unparsable':
      return refuseBody(400, 'The body is neither a JSON array nor JSON items, one a line')
    case 'too-many':
      return refuseBody(413, `A body must not hold more than ${MAX_ITEMS} items`)
    case 'items':
      return judge(split.items, nowMs)
  }
}

/** Nothing in the body could be looked at. */
export function refuseBody(statusCode: TrackStatusCode, message: string): TrackVerdict {
  return {
    statusCode,
    answer: { itemsReceived: 0, itemsAccepted: 0, errors: [{ index: 0, statusCode, message }] },
    envelopes: [],
  }
}

function judge(items: readonly ReceivedItem[], nowMs: number): TrackVerdict {
  const envelopes: Envelope[] = []
  const errors: TrackAnswer['errors'][number][] = []
  for (const [index, item] of items.entries()) {
    const verdict = judgeItem(item, nowMs)
    if (verdict.kind === 'accepted') envelopes.push(verdict.envelope)
    else errors.push({ index, statusCode: verdict.statusCode, message: verdict.message })
  }
  return {
    statusCode: statusOf(envelopes.length, errors),
    answer: { itemsReceived: items.length, itemsAccepted: envelopes.length, errors },
    envelopes,
  }
}

function judgeItem(item: ReceivedItem, nowMs: number): ItemVerdict {
  switch (item.kind) {
    case 'parsed':
      return checkItem(item.value, nowMs)
    case 'unparsable':
      return { kind: 'refused', statusCode: 400, message: 'The item is not JSON' }
    case 'too-long':
      return {
        kind: 'refused',
        statusCode: 400,
        message: `Telemetry item length must not exceed ${MAX_ITEM_BYTES}`,
      }
  }
}

/** When nothing is accepted the service answers with the status of the first item. */
function statusOf(accepted: number, errors: TrackAnswer['errors']): TrackStatusCode {
  const [firstError] = errors
  if (!firstError) return 200
  return accepted > 0 ? 206 : firstError.statusCode
}
