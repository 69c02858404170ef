import { isoTime as isoMilliseconds } from '@azmon/core/adapter'
import type { HrTime, TimeInput } from '@opentelemetry/api'

/** The origin of the monotonic clock, as the wall clock has it now. */
let originMs = performance.timeOrigin

/** Epoch milliseconds, with the digits of the monotonic clock, which the wall clock has not. */
export function nowMs(): number {
  if (hasDrifted()) originMs -= aheadMs()
  return originMs + performance.now()
}

/** Epoch milliseconds. A number that would be before 1973 is one of `performance.now()`. */
export function epochMs(time: TimeInput): number {
  if (time instanceof Date) return time.getTime()
  if (Array.isArray(time)) return hrTimeMs(time)
  return time < LONGEST_UPTIME_MS ? originMs + time : time
}

/** ISO-8601, to the microsecond where there is a part of a millisecond: a number has no finer one since 1970. */
export function isoTime(epochMs: number): string {
  const microseconds = Math.round(epochMs * 1_000)
  const rest = microseconds % 1_000
  const text = isoMilliseconds((microseconds - rest) / 1_000)
  return rest > 0 ? `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z` : text
}

// --- helpers, in order of use ---

/**
 * Somebody has set the wall clock, or the machine has slept. It is looked at twice: where only the first look says so, the
 * process has stood still between the two clocks.
 */
function hasDrifted(): boolean {
  return isApart() && isApart()
}

function isApart(): boolean {
  return Math.abs(aheadMs()) > MAX_DRIFT_MS
}

function aheadMs(): number {
  return originMs + performance.now() - Date.now()
}

/** The wall clock has no parts of a millisecond, and the two are not read at once. */
const MAX_DRIFT_MS = 3

function hrTimeMs([seconds, nanoseconds]: HrTime): number {
  return seconds * 1_000 + nanoseconds / 1e6
}

/** Three years, give or take. */
const LONGEST_UPTIME_MS = 100_000_000_000
