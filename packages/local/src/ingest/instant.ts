const iso8601 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/

/**
 * Microseconds since 1970 of an ISO-8601 time; undefined when the text is none.
 * A Date would lose what lies below the millisecond, and with it the order of records.
 */
export function instantMicros(text: string): bigint | undefined {
  const match = iso8601.exec(text)
  if (!match) return undefined
  const [, seconds = '', fraction = '', zone = 'Z'] = match
  const ms = Date.parse(seconds + zone)
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'))
}
