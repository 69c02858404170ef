/** The format of a .NET TimeSpan: `[d.]hh:mm:ss[.fffffff]`. */
const timeSpan = /^(?:(\d+)\.)?([01]?\d|2[0-3]):([0-5]?\d):([0-5]?\d(?:\.\d{1,7})?)$/

/** Returns the duration in milliseconds, or undefined if the string is not a duration. */
export function durationMs(value: string): number | undefined {
  const match = timeSpan.exec(value)
  if (!match) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  const wholeSeconds = (days * 24 + hours) * 3600 + minutes * 60
  // The result is rounded to the 100 ns ticks of the format, because 1.1 * 1,000 is 1100.0000000000002.
  return Math.round((wholeSeconds + seconds) * 1e7) / 1e4
}
