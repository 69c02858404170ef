const MIN_RETRY_AFTER_MS = 1_000
const MAX_RETRY_AFTER_MS = 3_600_000

/**
 * Reads a `Retry-After` header as milliseconds from now, clamped to between a second and an hour. Returns undefined if the
 * header is absent or invalid.
 * @see RFC 9110, 10.2.3
 */
export function retryAfterMs(header: string | undefined, nowEpochMs: number = Date.now()): number | undefined {
  const value = header?.trim() ?? ''
  const delayMs = DELAY_SECONDS.test(value)
    ? Number(value) * 1_000
    : HTTP_DATE.test(value)
      ? Date.parse(value) - nowEpochMs
      : Number.NaN
  if (Number.isNaN(delayMs)) return undefined
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(MIN_RETRY_AFTER_MS, delayMs))
}

const DELAY_SECONDS = /^\d{1,10}$/
/** Validates an HTTP date, because Date.parse accepts many other strings. */
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
