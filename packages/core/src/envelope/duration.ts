const MS_PER_DAY = 86_400_000

/** The service takes less than a thousand days. */
const MAX_MS = 1_000 * MS_PER_DAY - 1

/** Milliseconds as `[d.]hh:mm:ss.fffffff`, a .NET TimeSpan, to the microsecond. What is no duration is none: 0. */
export function formatDuration(durationMs: number): string {
  const clampedMs = Number.isFinite(durationMs) ? Math.min(Math.max(durationMs, 0), MAX_MS) : 0
  // Rounded once and then only divided: rounding the seconds by themselves could print 60.
  const microseconds = Math.round(clampedMs * 1_000)
  const days = Math.floor(microseconds / (MS_PER_DAY * 1_000))
  const clock = [3_600_000_000, 60_000_000, 1_000_000].map((unit, i) => {
    const limit = i === 0 ? 24 : 60
    return String(Math.floor(microseconds / unit) % limit).padStart(2, '0')
  })
  const fraction = String(microseconds % 1_000_000).padStart(6, '0')
  return `${days > 0 ? `${days}.` : ''}${clock.join(':')}.${fraction}0`
}
