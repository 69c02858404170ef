import { isDate } from 'node:util/types'
import { isoTime } from '@azmon/core'

/**
 * The time that a record says it has: a Date, milliseconds, or ISO-8601 as `format.timestamp()` writes it.
 * Undefined where `timestamp` is something else, or a time that the service would refuse the record for.
 */
export function recordTime(timestamp: unknown, nowMs: number): string | undefined {
  const epochMs = epochMsOf(timestamp)
  if (!(epochMs >= nowMs - MAX_AGE_MS && epochMs <= nowMs + MAX_AHEAD_MS)) return undefined
  // A text may be finer than the milliseconds of a Date.
  return (typeof timestamp === 'string' ? FINE_UTC.exec(timestamp)?.[0] : undefined) ?? isoTime(epochMs)
}

// --- helpers, in order of use ---

/** What the service takes. @see https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete */
const MAX_AGE_MS = 48 * 3_600_000
const MAX_AHEAD_MS = 2 * 3_600_000

/** With its zone: what `format.timestamp({ format })` writes in local time is coarser than the moment of the call. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

/** The service keeps seven digits of a second. */
const FINE_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,7}Z$/

function epochMsOf(timestamp: unknown): number {
  if (typeof timestamp === 'number') return timestamp
  if (typeof timestamp === 'string') return ISO.test(timestamp) ? Date.parse(timestamp) : Number.NaN
  return isDate(timestamp) ? timestamp.getTime() : Number.NaN
}
