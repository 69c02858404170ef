import type { Payload } from '../batch/payload'

/** What became of one request. */
export type SendOutcome =
  | { readonly kind: 'accepted' }
  /** Indexes are positions in the request; items named in neither list were accepted. */
  | { readonly kind: 'partial'; readonly retry: readonly number[]; readonly rejected: readonly Rejection[] }
  /** Some items were not accepted, and no word of which. */
  | { readonly kind: 'unreadable' }
  /** Nothing was accepted because of some of the items, and no word of which: halves will tell. */
  | { readonly kind: 'poisoned' }
  /** The body as a whole was too large: its halves may not be. */
  | { readonly kind: 'too-large' }
  /** The same items would be read in plain text. */
  | { readonly kind: 'encoding-refused' }
  | Trouble

/** Nothing was accepted, and not because of the items: each of them may pass later. */
export type Trouble =
  | { readonly kind: 'retryable'; readonly reason: string; readonly retryAfterMs?: number | undefined }
  /** Too much at once. */
  | { readonly kind: 'throttled'; readonly reason: string; readonly retryAfterMs?: number | undefined }
  /** Too much for today. */
  | { readonly kind: 'quota'; readonly reason: string; readonly retryAfterMs?: number | undefined }
  /** Somebody has to grant something. */
  | { readonly kind: 'denied'; readonly reason: string }
  /** Somebody has to change something. */
  | { readonly kind: 'misconfigured'; readonly reason: string }

export interface Rejection {
  readonly index: number
  readonly statusCode: number
  readonly message?: string | undefined
}

export interface BreezeResponse {
  readonly status: number
  readonly body: string
  readonly retryAfterMs?: number | undefined
}

/** Breeze's answer to `sent` -> what to do. Pure, and safe on any bytes an endpoint may send. */
export function readBreezeResponse(response: BreezeResponse, sent: Pick<Payload, 'items' | 'encoding'>): SendOutcome {
  const { status, body, retryAfterMs } = response
  const reason = `status ${status}`
  if (status >= 200 && status < 300) return readSuccess(status, body, sent.items)
  switch (status) {
    case 400:
      return readRefusal(body, sent.items)
    case 401:
    case 403:
      return { kind: 'denied', reason }
    case 402:
    case 439:
      return { kind: 'quota', reason, retryAfterMs }
    case 413:
      return { kind: 'too-large' }
    case 415:
      return sent.encoding === 'gzip' ? { kind: 'encoding-refused' } : { kind: 'misconfigured', reason }
    case 429:
      return { kind: 'throttled', reason, retryAfterMs }
    case 408:
    case 425:
      return { kind: 'retryable', reason, retryAfterMs }
  }
  // A wrong address or method, a redirect that is not to be followed, and what this protocol does not know.
  if (status < 500) return { kind: 'misconfigured', reason }
  return { kind: 'retryable', reason, retryAfterMs }
}

/** In the reason when something other than the ingestion service has answered. */
export const NOT_BREEZE = 'the response is not from Application Insights'

// --- helpers, in order of use ---

/** Of one item. 401 and 403 can pass when a role is granted, 439 when a quota is renewed. */
const RETRYABLE_ITEM: ReadonlySet<number> = new Set([401, 403, 408, 429, 439, 500, 502, 503, 504])

/** An item that the service dropped on purpose: as good as accepted. */
const SAMPLED_OUT = 'Telemetry sampled out.'

const UNKNOWN_KEY = /invalid instrumentation key/i

interface Answer {
  /** How many items were not accepted, of those that were sent. */
  readonly refused: number
  /** It counts the items that were sent. */
  readonly isOfThese: boolean
  readonly errors: readonly Rejection[]
}

/** A login page of a network, or the page of some other server, must not pass for an acknowledgement. */
function readSuccess(status: number, body: string, items: number): SendOutcome {
  const answer = parseAnswer(body, items)
  if (answer !== undefined) {
    return !answer.isOfThese || answer.errors.length < answer.refused ? { kind: 'unreadable' } : byItem(answer)
  }
  const isEmpty = NO_BODY.test(body)
  if (isEmpty && WITHOUT_BODY.has(status)) return { kind: 'accepted' }
  if ((isEmpty && status === 206) || DAMAGED_ANSWER.test(body)) return { kind: 'unreadable' }
  return { kind: 'misconfigured', reason: `status ${status}, and ${NOT_BREEZE}` }
}

/** At most a line break. */
const NO_BODY = /^\s{0,2}$/

/** Gateways and mocks acknowledge a request without a body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([200, 204])

/** The beginning of a Breeze response that was cut off or garbled on its way. */
const DAMAGED_ANSWER = /^\s*\{\s*"items/

/** The status of a request of which nothing is accepted is that of its first item: a 400 can hide items to retry. */
function readRefusal(body: string, items: number): SendOutcome {
  const answer = parseAnswer(body, items)
  const texts = answer?.errors.length ? answer.errors.map(({ message }) => message ?? '') : [body]
  if (texts.every((text) => UNKNOWN_KEY.test(text))) {
    return { kind: 'misconfigured', reason: 'status 400, unknown instrumentation key' }
  }
  if (
    answer === undefined ||
    !answer.isOfThese ||
    answer.errors.length === 0 ||
    answer.errors.length < answer.refused
  ) {
    return { kind: 'poisoned' }
  }
  return byItem(answer)
}

function byItem({ errors }: Answer): SendOutcome {
  const refused = errors.filter(({ message }) => message !== SAMPLED_OUT)
  if (refused.length === 0) return { kind: 'accepted' }
  const rejected = refused.filter(({ statusCode }) => !RETRYABLE_ITEM.has(statusCode))
  const retry = refused.filter(({ statusCode }) => RETRYABLE_ITEM.has(statusCode)).map(({ index }) => index)
  return { kind: 'partial', retry: retry.sort((a, b) => a - b), rejected }
}

/** Undefined where it is no answer of Breeze. Names each of the items at most once, and no others. */
function parseAnswer(body: string, items: number): Answer | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const { itemsReceived, itemsAccepted, errors } = parsed as Record<string, unknown>
  if (!isCount(itemsReceived) || !isCount(itemsAccepted)) return undefined
  const named = new Map<number, Rejection>()
  for (const error of Array.isArray(errors) ? errors : []) {
    if (isRejection(error) && error.index < items) named.set(error.index, error)
  }
  return { refused: items - itemsAccepted, isOfThese: itemsReceived === items, errors: [...named.values()] }
}

function isRejection(value: unknown): value is Rejection {
  if (typeof value !== 'object' || value === null) return false
  const { index, statusCode, message } = value as Record<string, unknown>
  return isCount(index) && isStatus(statusCode) && (typeof message === 'string' || message === undefined)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** We count by status, so an endpoint must not make up as many as it likes. */
function isStatus(value: unknown): value is number {
  return isCount(value) && value >= 100 && value <= 999
}
