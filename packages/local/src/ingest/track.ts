import { setImmediate as nextTurn } from 'node:timers/promises'
import { checkItem, type Envelope, type ItemVerdict } from './check-item'
import { PAGES_TOO_FAST } from './intake-limits'
import { MAX_ITEM_BYTES, MAX_ITEM_DEPTH, MAX_ITEM_VALUES, parseItem } from './parse-item'
import { MAX_ITEMS, splitItems } from './split-items'

export type TrackStatusCode = 200 | 206 | 400 | 413 | 415 | 429 | 503

/** The service's own form of an answer. */
export interface TrackAnswer {
  readonly itemsReceived: number
  readonly itemsAccepted: number
  readonly errors: readonly { readonly index: number; readonly statusCode: TrackStatusCode; readonly message: string }[]
}

export interface TrackVerdict {
  readonly statusCode: TrackStatusCode
  readonly answer: TrackAnswer
}

export interface TrackOptions {
  readonly nowMs: number
  /** Whether so many items may be looked at. */
  readonly takeItems: (count: number) => boolean
  /** Keeps all of the envelopes, or none when it rejects. */
  readonly keep: (envelopes: readonly Envelope[]) => Promise<void>
}

/** Judges every item of a body by itself and keeps what is accepted: a bad item never costs its neighbours. */
export async function track(body: string, options: TrackOptions): Promise<TrackVerdict> {
  const split = splitItems(body)
  switch (split.kind) {
    case 'unparsable':
      return refuseBody(400, 'The body is neither a JSON array nor JSON items, one a line')
    case 'too-many':
      return refuseBody(413, `A body must not hold more than ${MAX_ITEMS} items`)
    case 'items':
      if (!options.takeItems(split.texts.length)) return refuseBody(429, PAGES_TOO_FAST)
      return verdictOf(await judgeAndKeep(split.texts, options))
  }
}

/** Nothing in the body could be looked at. */
export function refuseBody(statusCode: TrackStatusCode, message: string): TrackVerdict {
  return { statusCode, answer: { itemsReceived: 0, itemsAccepted: 0, errors: [{ index: 0, statusCode, message }] } }
}

// --- helpers, in order of use ---

type Outcome = ItemVerdict | { readonly kind: 'refused'; readonly statusCode: 503; readonly message: string }

/** In slices, between which other requests have their turn. */
async function judgeAndKeep(texts: readonly string[], { nowMs, keep }: TrackOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const slice of slicesOf(texts)) {
    const judged = slice.map((text) => judge(text, nowMs))
    const envelopes = judged.flatMap((verdict) => (verdict.kind === 'accepted' ? verdict.envelope : []))
    const isKept = envelopes.length === 0 || (await settles(keep(envelopes)))
    for (const verdict of judged) outcomes.push(verdict.kind === 'accepted' && !isKept ? notKept : verdict)
    await nextTurn()
  }
  return outcomes
}

/** Few enough items for a turn of some milliseconds, by number and by length. */
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

function judge(text: string, nowMs: number): ItemVerdict {
  const item = parseItem(text)
  switch (item.kind) {
    case 'parsed':
      return checkItem(item.value, nowMs)
    case 'unparsable':
      return refused('The item is not JSON')
    case 'too-long':
      return refused(`Telemetry item length must not exceed ${MAX_ITEM_BYTES}`)
    case 'too-complex':
      return refused(`Telemetry item must not exceed ${MAX_ITEM_VALUES} values or a depth of ${MAX_ITEM_DEPTH}`)
  }
}

function refused(message: string): ItemVerdict {
  return { kind: 'refused', statusCode: 400, message }
}

const notKept: Outcome = { kind: 'refused', statusCode: 503, message: 'The item could not be stored. Send it again.' }

async function settles(kept: Promise<void>): Promise<boolean> {
  return kept.then(
    () => true,
    () => false,
  )
}

function verdictOf(outcomes: readonly Outcome[]): TrackVerdict {
  const errors = outcomes.flatMap((outcome, index) =>
    outcome.kind === 'accepted' ? [] : { index, statusCode: outcome.statusCode, message: outcome.message },
  )
  const itemsReceived = outcomes.length
  const itemsAccepted = itemsReceived - errors.length
  return { statusCode: statusOf(itemsAccepted, errors), answer: { itemsReceived, itemsAccepted, errors } }
}

/** When nothing is accepted, for one reason, the service answers with that status; 206 makes clients look at each item. */
function statusOf(accepted: number, errors: TrackAnswer['errors']): TrackStatusCode {
  const [firstError] = errors
  if (!firstError) return 200
  const isForOneReason = errors.every(({ statusCode }) => statusCode === firstError.statusCode)
  return accepted === 0 && isForOneReason ? firstError.statusCode : 206
}
