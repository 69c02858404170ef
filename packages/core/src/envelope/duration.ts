const MS_PER_DAY = 86_400_000

/** The service accepts durations below 1,000 days. */
const MAX_MS = 1_000 * MS_PER_DAY - 1

/**
 * Formats milliseconds as `[d.]hh:mm:ss.fffffff`, a .NET TimeSpan, to the microsecond. Negative and non-finite numbers
 * become 0.
 */
export function formatDuration(durationMs: number): string {
  const clampedMs = Number.isFinite(durationMs) ? Math.min(Math.max(durationMs, 0), MAX_MS) : 0
  // Rounds once and then only divides, because rounding the seconds alone could print 60.
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
