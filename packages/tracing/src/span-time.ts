import { isoTime as isoMilliseconds } from '@azmon/core/adapter'
import type { Attributes, HrTime, TimeInput } from '@opentelemetry/api'

/** The origin of the monotonic clock, in epoch milliseconds of the wall clock. */
let originMs = performance.timeOrigin

/** Returns epoch milliseconds, with sub-millisecond digits from the monotonic clock. */
export function nowMs(): number {
  if (hasDrifted()) originMs -= aheadMs()
  return originMs + performance.now()
}

/** Returns epoch milliseconds. A number that would be before 1973 is treated as a `performance.now()` reading. */
export function epochMs(time: TimeInput): number {
  if (time instanceof Date) return time.getTime()
  if (Array.isArray(time)) return hrTimeMs(time)
  return time < LONGEST_UPTIME_MS ? originMs + time : time
}

/** Returns whether an argument that may be attributes or a time is a time. */
export function isTime(value: Attributes | TimeInput | undefined): value is TimeInput {
  return typeof value === 'number' || value instanceof Date || Array.isArray(value)
}

/** Returns an ISO 8601 string, with microseconds unless they are zero. An epoch time in a double has no finer digits. */
export function isoTime(epochMs: number): string {
  const microseconds = Math.round(epochMs * 1_000)
  const rest = microseconds % 1_000
  const text = isoMilliseconds((microseconds - rest) / 1_000)
  return rest > 0 ? `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z` : text
}

// --- helpers, in order of use ---

/**
 * Returns whether the wall clock was set or the machine slept. Measures twice: if only one reading deviates, the process was
 * suspended between reading the two clocks.
 */
function hasDrifted(): boolean {
  return isBeyondDrift() && isBeyondDrift()
}

function isBeyondDrift(): boolean {
  return Math.abs(aheadMs()) > MAX_DRIFT_MS
}

function aheadMs(): number {
  return originMs + performance.now() - Date.now()
}

/** The wall clock has whole milliseconds, and the two clocks are not read at the same moment. */
const MAX_DRIFT_MS = 3

function hrTimeMs([seconds, nanoseconds]: HrTime): number {
  return seconds * 1_000 + nanoseconds / 1e6
}

/** About three years. */
const LONGEST_UPTIME_MS = 100_000_000_000
