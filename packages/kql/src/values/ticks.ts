/** Datetimes and timespans are counted in ticks of 100 ns. A datetime counts from 0001-01-01, a timespan from 0. */
export const TICKS = {
  tick: 1n,
  microsecond: 10n,
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const

/** The ticks of 1970-01-01. */
export const UNIX_EPOCH = 621_355_968_000_000_000n
/** The ticks of 9999-12-31T23:59:59.9999999. */
export const MAX_DATETIME = 3_155_378_975_999_999_999n

/** Returns the ticks of a UTC date and time, or undefined if there is no such date. */
export function ticksOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  fraction = 0n,
): bigint | undefined {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1 && year <= 9999
  if (!isDate || hour > 23 || minute > 59 || second > 59) return undefined
  const midnight = BigInt(date.getTime()) * TICKS.millisecond + UNIX_EPOCH
  return midnight + BigInt(hour * 3_600 + minute * 60 + second) * TICKS.second + fraction
}

/** Reads the digits after the decimal point of seconds as ticks. Digits beyond the seventh are dropped. */
export function fractionTicks(digits = ''): bigint {
  return BigInt(digits.slice(0, 7).padEnd(7, '0'))
}
