import type { HrTime, TimeInput } from '@opentelemetry/api'

/** Epoch milliseconds. A number that would be before 1973 is one of `performance.now()`. */
export function epochMs(time: TimeInput): number {
  if (time instanceof Date) return time.getTime()
  if (Array.isArray(time)) return hrTimeMs(time)
  return time < LONGEST_UPTIME_MS ? performance.timeOrigin + time : time
}

// --- helpers, in order of use ---

function hrTimeMs([seconds, nanoseconds]: HrTime): number {
  return seconds * 1_000 + nanoseconds / 1e6
}

/** Three years, give or take. */
const LONGEST_UPTIME_MS = 100_000_000_000
