const MS_PER_DAY = 86_400_000

/** The maximum duration, because the service accepts only durations below 1,000 days. */
const MAX_MS = 1_000 * MS_PER_DAY - 1

/**
 * Formats milliseconds as a .NET TimeSpan, `[d.]hh:mm:ss.fffffff`, rounded to microseconds. Negative and non-finite numbers
 * become 0.
 */
export function formatDuration(durationMs: number): string {
  const clampedMs = Number.isFinite(durationMs) ? Math.min(Math.max(durationMs, 0), MAX_MS) : 0
  // Round first and then only divide, because rounding the seconds by themselves could yield 60.
  const microseconds = Math.round(clampedMs * 1_000)
  const seconds = Math.floor(microseconds / 1_000_000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  const clock = `${twoDigits(hours % 24)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`
  const fraction = String(microseconds % 1_000_000).padStart(6, '0')
  return `${days > 0 ? `${days}.` : ''}${clock}.${fraction}0`
}

// --- helpers ---

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
