/** The first and the last millisecond of a datetime in KQL: the years 1 and 9999. */
const [MIN_MS, MAX_MS] = [-62_135_596_800_000, 253_402_300_799_999]

/** Returns a time in ISO 8601, or the nearest one that a service accepts. */
export function isoTime(timeMs: number): string {
  return new Date(Math.min(Math.max(timeMs, MIN_MS), MAX_MS)).toISOString()
}
