const iso8601 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/

/**
 * Returns the microseconds since 1970 of an ISO 8601 time, or undefined if the string is not one. A Date has only
 * milliseconds, which would lose the order of records.
 */
export function instantMicros(value: string): bigint | undefined {
  const match = iso8601.exec(value)
  if (!match) return undefined
  const [, seconds = '', fraction = '', zone = 'Z'] = match
  const ms = Date.parse(seconds + zone)
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'))
}
