/** What became of one request. */
export type SendOutcome =
  | { readonly kind: 'accepted' }
  /** Indexes are positions in the request; items named in neither list were accepted. */
  | { readonly kind: 'partial'; readonly retry: readonly number[]; readonly rejected: readonly Rejection[] }
  /** Nothing was accepted; the same request may succeed later. */
  | { readonly kind: 'retryable'; readonly reason: string; readonly retryAfterMs?: number | undefined }
  /** Nothing was accepted, and nothing would be. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The body as a whole was too large: its halves may not be. */
  | { readonly kind: 'too-large' }

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
 * Breeze's answer -> what to do. Pure, and safe on any bytes an endpoint may send.
 * Where nothing is accepted the status is that of the first item, so a 400 can hide items that may be tried again.
 */
export function readBreezeResponse({ status, body, retryAfterMs }: BreezeResponse, items: number): SendOutcome {
  if (status >= 200 && status < 300) return readSuccess(status, body, items)
  if (status === 413) return { kind: 'too-large' }
  if (RETRYABLE.has(status)) return { kind: 'retryable', reason: `status ${status}`, retryAfterMs }
  const answer = parseAnswer(body)
  if (status === 400 && answer !== undefined && answer.errors.length > 0) return byItem(answer, items)
  return { kind: 'rejected', reason: `status ${status}` }
}

// --- helpers, in order of use ---

/** Of a request or of one item in it. 401 and 403 can pass when a role is granted, 402 and 439 when a quota is renewed. */
const RETRYABLE: ReadonlySet<number> = new Set([401, 402, 403, 408, 425, 429, 439, 500, 502, 503, 504])

/** An item that the service dropped on purpose: as good as accepted. */
const SAMPLED_OUT = 'Telemetry sampled out.'

interface Answer {
  readonly itemsReceived: number
  readonly itemsAccepted: number
  readonly errors: readonly Rejection[]
}

function readSuccess(status: number, body: string, items: number): SendOutcome {
  const answer = parseAnswer(body)
  if (answer !== undefined && answer.errors.length > 0) return byItem(answer, items)
  const complete = answer === undefined ? status !== 206 : answer.itemsAccepted >= answer.itemsReceived
  if (complete) return { kind: 'accepted' }
  return { kind: 'retryable', reason: `status ${status}, some items not accepted, and no word of which` }
}

function byItem(answer: Answer, items: number): SendOutcome {
  const refused = new Map<number, Rejection>()
  for (const error of answer.errors) {
    if (error.index < items && error.message !== SAMPLED_OUT) refused.set(error.index, error)
  }
  if (refused.size === 0) return { kind: 'accepted' }
  const rejected = [...refused.values()].filter((error) => !RETRYABLE.has(error.statusCode))
  const retry = [...refused.values()].filter((error) => RETRYABLE.has(error.statusCode)).map((error) => error.index)
  return { kind: 'partial', retry: retry.sort((a, b) => a - b), rejected }
}

function parseAnswer(body: string): Answer | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const { itemsReceived, itemsAccepted, errors } = parsed as Record<string, unknown>
  if (!isCount(itemsReceived) || !isCount(itemsAccepted)) return undefined
  return { itemsReceived, itemsAccepted, errors: Array.isArray(errors) ? errors.filter(isRejection) : [] }
}

function isRejection(value: unknown): value is Rejection {
  if (typeof value !== 'object' || value === null) return false
  const { index, statusCode, message } = value as Record<string, unknown>
  return isCount(index) && isCount(statusCode) && (typeof message === 'string' || message === undefined)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
