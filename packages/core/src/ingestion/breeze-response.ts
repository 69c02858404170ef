import type { Payload } from '../batch/payload'

/** The outcome of one request. */
export type SendOutcome =
  | { readonly kind: 'accepted' }
  /** The indexes are positions in the request. Items in neither array were accepted. */
  | { readonly kind: 'partial'; readonly retry: readonly number[]; readonly rejected: readonly Rejection[] }
  /** Some items were not accepted, but the response does not name them. */
  | { readonly kind: 'unreadable' }
  /** The request was rejected as a whole because of unnamed items. Bisect it to find them. */
  | { readonly kind: 'poisoned' }
  /** The whole body was too large. Split it. */
  | { readonly kind: 'too-large' }
  /** The endpoint does not accept gzip. Send the items uncompressed. */
  | { readonly kind: 'encoding-refused' }
  | Trouble

/** A problem that the items did not cause. No item was accepted, but all may be accepted later. */
export type Trouble =
  | { readonly kind: 'retryable'; readonly reason: string; readonly retryAfterMs?: number | undefined }
  /** The rate limit was exceeded. */
  | { readonly kind: 'throttled'; readonly reason: string; readonly retryAfterMs?: number | undefined }
  /** The daily limit was exceeded. */
  | { readonly kind: 'quota'; readonly reason: string; readonly retryAfterMs?: number | undefined }
  /** A permission is missing. */
  | { readonly kind: 'denied'; readonly reason: string }
  /** A setting is wrong. */
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

/**
 * Interprets a Breeze response to the payload `sent`. Has no side effects. Never throws, whatever bytes the endpoint sends.
 */
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
  // The address or method is wrong, the redirect is untrusted, or the protocol does not define the status.
  if (status < 500) return { kind: 'misconfigured', reason }
  return { kind: 'retryable', reason, retryAfterMs }
}

/** Appended to the reason if the response came from a server other than the ingestion service. */
export const NOT_BREEZE = 'the response is not from Application Insights'

// --- helpers, in order of use ---

/** A retry succeeds after 401 or 403 if a role has been granted, and after 439 if the quota has been renewed. */
const RETRYABLE_ITEM_STATUSES: ReadonlySet<number> = new Set([401, 403, 408, 429, 439, 500, 502, 503, 504])

/** The service dropped the item intentionally, so the item counts as accepted. */
const SAMPLED_OUT = 'Telemetry sampled out.'

const UNKNOWN_KEY = /invalid instrumentation key/i

interface ParsedBody {
  /** The number of sent items that were not accepted. */
  readonly refused: number
  /** True if the response concerns the same number of items as were sent. */
  readonly isForThese: boolean
  readonly errors: readonly Rejection[]
}

/**
 * Reads a successful response. Only a Breeze response acknowledges items, because a network's login page also has status
 * 200.
 */
function readSuccess(status: number, body: string, items: number): SendOutcome {
  const parsed = parseBody(body, items)
  if (parsed !== undefined) {
    return !parsed.isForThese || parsed.errors.length < parsed.refused ? { kind: 'unreadable' } : byItem(parsed)
  }
  const isEmpty = NO_BODY.test(body)
  if (isEmpty && WITHOUT_BODY.has(status)) return { kind: 'accepted' }
  if ((isEmpty && status === 206) || DAMAGED_BODY.test(body)) return { kind: 'unreadable' }
  return { kind: 'misconfigured', reason: `status ${status}, and ${NOT_BREEZE}` }
}

/** Matches an empty body or a line break. */
const NO_BODY = /^\s{0,2}$/

/** Statuses with which gateways and mocks acknowledge a request without sending a body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([200, 204])

/** Matches the beginning of a truncated or garbled Breeze response. */
const DAMAGED_BODY = /^\s*\{\s*"items/

/**
 * Reads a refusal. If no item was accepted, the response has the status of the first item, so other items of a 400 may be
 * retryable.
 */
function readRefusal(body: string, items: number): SendOutcome {
  const parsed = parseBody(body, items)
  const messages = parsed?.errors.length ? parsed.errors.map(({ message }) => message ?? '') : [body]
  if (messages.every((message) => UNKNOWN_KEY.test(message))) {
    return { kind: 'misconfigured', reason: 'status 400, unknown instrumentation key' }
  }
  if (
    parsed === undefined ||
    !parsed.isForThese ||
    parsed.errors.length === 0 ||
    parsed.errors.length < parsed.refused
  ) {
    return { kind: 'poisoned' }
  }
  return byItem(parsed)
}

function byItem({ errors }: ParsedBody): SendOutcome {
  const refused = errors.filter(({ message }) => message !== SAMPLED_OUT)
  if (refused.length === 0) return { kind: 'accepted' }
  const rejected = refused.filter(({ statusCode }) => !RETRYABLE_ITEM_STATUSES.has(statusCode))
  const retry = refused.filter(({ statusCode }) => RETRYABLE_ITEM_STATUSES.has(statusCode)).map(({ index }) => index)
  return { kind: 'partial', retry: retry.sort((a, b) => a - b), rejected }
}

/** Parses a body. Returns undefined if it is not a Breeze response. `errors` contains only sent items, each at most once. */
function parseBody(body: string, items: number): ParsedBody | undefined {
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
  return { refused: items - itemsAccepted, isForThese: itemsReceived === items, errors: [...named.values()] }
}

function isRejection(value: unknown): value is Rejection {
  if (typeof value !== 'object' || value === null) return false
  const { index, statusCode, message } = value as Record<string, unknown>
  return isCount(index) && isStatus(statusCode) && (typeof message === 'string' || message === undefined)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** Validates a status, which limits the number of counters, because there is one for each status. */
function isStatus(value: unknown): value is number {
  return isCount(value) && value >= 100 && value <= 999
}
