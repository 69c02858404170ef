/** `[d.]hh:mm:ss[.fffffff]`, as .NET writes a TimeSpan. */
const timeSpan = /^(?:(\d+)\.)?([01]?\d|2[0-3]):([0-5]?\d):([0-5]?\d(?:\.\d{1,7})?)$/

/** The duration in milliseconds; undefined when the text is none. */
export function durationMs(text: string): number | undefined {
  const match = timeSpan.exec(text)
  if (!match) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  const wholeSeconds = (days * 24 + hours) * 3600 + minutes * 60
  // 1.1 s times 1,000 is 1100.0000000000002: the wire has no more than ticks of 100 ns, so neither have we.
  return Math.round((wholeSeconds + seconds) * 1e7) / 1e4
}
