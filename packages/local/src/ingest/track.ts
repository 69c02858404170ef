import { setImmediate as nextTurn } from 'node:timers/promises'
import { StoreBusy, StoreFull } from '../store/store'
import { type AcceptedItem, checkItem, type IsKnownKey, type ItemVerdict } from './check-item'
import { PAGES_TOO_FAST } from './intake-limits'
import { MAX_ITEM_BYTES, MAX_ITEM_DEPTH, MAX_ITEM_VALUES, type ParsedItem, parseItem } from './parse-item'
import { MAX_ITEMS, splitItems } from './split-items'

/** The service's response body. */
export interface TrackResponse {
  readonly itemsReceived: number
  readonly itemsAccepted: number
  readonly errors: readonly { readonly index: number; readonly statusCode: number; readonly message: string }[]
}

export interface TrackResult {
  readonly statusCode: number
  readonly response: TrackResponse
}

export interface TrackOptions {
  readonly nowMs: number
  readonly isKnownKey: IsKnownKey
  /** Returns whether this many items may be checked. */
  readonly takeItems: (count: number) => boolean
  /** Returns the status with which to reject the next item although it is correct, or undefined to accept it. */
  readonly rejectItem?: (() => number | undefined) | undefined
  /** Called for each item that is rejected, with its text and, if it could be parsed, its value. */
  readonly onRejected?: (text: string, value: unknown, statusCode: number, message: string) => void
  /** Stores all of the items, or none if it rejects, such as with StoreBusy or StoreFull. `texts` are the items as they were received. */
  readonly storeItems: (items: readonly AcceptedItem[], texts: readonly string[]) => Promise<void>
}

/** Checks each item of a body separately and stores the accepted ones. An invalid item never affects the others. */
export async function track(body: string, options: TrackOptions): Promise<TrackResult> {
  const split = splitItems(body)
  switch (split.kind) {
    case 'unparsable':
      return rejectBody(400, 'The body must be a JSON array or one JSON object per line')
    case 'too-many':
      return rejectBody(413, `A body must not contain more than ${MAX_ITEMS} items`)
    case 'items':
      if (!options.takeItems(split.texts.length)) return rejectBody(429, PAGES_TOO_FAST)
      return toResult(await checkAndStore(split.texts, options))
  }
}

/** The message of a response that a fault causes. */
export const FAULT_MESSAGE = 'azmon local was asked to fail (--fault, /api/faults)'

/** Returns the result for a body whose items were not checked. */
export function rejectBody(statusCode: number, message: string): TrackResult {
  return { statusCode, response: { itemsReceived: 0, itemsAccepted: 0, errors: [{ index: 0, statusCode, message }] } }
}

// --- helpers, in order of use ---

type Outcome = ItemVerdict | { readonly kind: 'rejected'; readonly statusCode: number; readonly message: string }

/** Checks and stores the items in batches, so that other requests are handled in between. */
async function checkAndStore(texts: readonly string[], options: TrackOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const slice of slicesOf(texts)) {
    const checked = slice.map((text) => checkText(text, options))
    const items = checked.flatMap((verdict) => (verdict.kind === 'accepted' ? verdict.item : []))
    const accepted = slice.filter((_, index) => checked[index]?.kind === 'accepted')
    const refusal = items.length === 0 ? undefined : await refusalOf(options.storeItems(items, accepted))
    for (const verdict of checked) outcomes.push((verdict.kind === 'accepted' && refusal) || verdict)
    await nextTurn()
  }
  return outcomes
}

/** Small enough to block the event loop for only a few milliseconds. */
const SLICE_ITEMS = 1_000
const SLICE_CHARACTERS = 1024 * 1024

function* slicesOf(texts: readonly string[]): Generator<readonly string[]> {
  let start = 0
  let characters = 0
  for (const [index, text] of texts.entries()) {
    if (index - start === SLICE_ITEMS || characters > SLICE_CHARACTERS) {
      yield texts.slice(start, index)
      start = index
      characters = 0
    }
    characters += text.length
  }
  yield texts.slice(start)
}

function checkText(text: string, options: TrackOptions): Outcome {
  const item = parseItem(text)
  const verdict = verdictOf(item, options)
  const fault = verdict.kind === 'accepted' ? options.rejectItem?.() : undefined
  if (fault !== undefined) return { kind: 'rejected', statusCode: fault, message: FAULT_MESSAGE }
  if (verdict.kind === 'rejected') {
    options.onRejected?.(text, item.kind === 'parsed' ? item.value : undefined, verdict.statusCode, verdict.message)
  }
  return verdict
}

function verdictOf(item: ParsedItem, { nowMs, isKnownKey }: TrackOptions): ItemVerdict {
  switch (item.kind) {
    case 'parsed':
      return checkItem(item.value, nowMs, isKnownKey)
    case 'unparsable':
      return rejected('The item is not JSON')
    case 'too-long':
      return rejected(`Telemetry item length must not exceed ${MAX_ITEM_BYTES}`)
    case 'too-complex':
      return rejected(`Telemetry item must not exceed ${MAX_ITEM_VALUES} values or a depth of ${MAX_ITEM_DEPTH}`)
  }
}

function rejected(message: string): ItemVerdict {
  return { kind: 'rejected', statusCode: 400, message }
}

/** Returns the outcome of items that could not be stored. Clients send them again after each of these statuses. */
async function refusalOf(storing: Promise<void>): Promise<Outcome | undefined> {
  return storing.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof StoreBusy) return notStored(429, 'Too many items wait to be stored. Send it again.')
      // The service uses this status for an exhausted quota.
      if (error instanceof StoreFull) return notStored(439, 'There is no space to store the item. Send it again.')
      return notStored(503, 'The item could not be stored. Send it again.')
    },
  )
}

function notStored(statusCode: number, message: string): Outcome {
  return { kind: 'rejected', statusCode, message }
}

function toResult(outcomes: readonly Outcome[]): TrackResult {
  const errors = outcomes.flatMap((outcome, index) =>
    outcome.kind === 'accepted' ? [] : { index, statusCode: outcome.statusCode, message: outcome.message },
  )
  const itemsReceived = outcomes.length
  const itemsAccepted = itemsReceived - errors.length
  return { statusCode: statusOf(itemsAccepted, errors), response: { itemsReceived, itemsAccepted, errors } }
}

/**
 * Returns the status of the response. If all items fail for the same reason, the service returns that status. 206 makes
 * clients check each item.
 */
function statusOf(accepted: number, errors: TrackResponse['errors']): number {
  const [firstError] = errors
  if (!firstError) return 200
  const isForOneReason = errors.every(({ statusCode }) => statusCode === firstError.statusCode)
  return accepted === 0 && isForOneReason ? firstError.statusCode : 206
}
