import { acceptedTime, parseIsoTime, type RecordTime } from '@azmon/core'

/**
 * The time that a record says it has: a number or its digits, in seconds, milliseconds, microseconds or nanoseconds, or
 * ISO-8601. Undefined for anything else, and for a time that the service would refuse the record for.
 */
export function timeOf(time: unknown, nowMs: number): string | undefined {
  const read = timeIn(time)
  return read === undefined ? undefined : acceptedTime(read, nowMs)
}

// --- helpers, in order of use ---

function timeIn(time: unknown): RecordTime | undefined {
  if (typeof time === 'number') return timeInNumber(time)
  if (typeof time !== 'string') return undefined
  return /^\d{1,19}$/.test(time) ? timeInDigits(time) : parseIsoTime(time)
}

function timeInNumber(time: number): RecordTime {
  if (!Number.isInteger(time)) return timeInFraction(time)
  // Milliseconds are what pino writes, so what nearly every record has.
  return time >= 1e11 && time < 1e14 ? { epochMs: time, finer: '' } : timeInDigits(String(time))
}

/** The unit shows in the number of digits: seconds of this time have ten, and will for another two centuries. */
function timeInDigits(digits: string): RecordTime {
  const subSecond = digits.length <= 11 ? 0 : digits.length <= 14 ? 3 : digits.length <= 17 ? 6 : 9
  const seconds = Number(digits.slice(0, digits.length - subSecond))
  const fraction = digits.slice(digits.length - subSecond)
  return { epochMs: seconds * 1_000 + Number(fraction.slice(0, 3)), finer: fraction.slice(3) }
}

/** Seconds or milliseconds with decimals, of which a number holds no more than microseconds. */
function timeInFraction(time: number): RecordTime {
  return timeInDigits(String(Math.round(time < 1e11 ? time * 1e6 : time * 1e3)))
}
