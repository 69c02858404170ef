import { isDate } from 'node:util/types'
import { isoTime } from '../clock'

/**
 * Reads the time that a record gives: a Date; a number, or a string of digits, in seconds, milliseconds, microseconds or
 * nanoseconds since 1970; or ISO-8601 with a zone. The unit is inferred from the number of digits. Seven decimals of a second
 * are kept, as in the service.
 *
 * Returns undefined for anything else, and for a time for which the service would reject the record: older than 48 hours, or
 * more than 2 hours ahead of `nowMs`. `logEnvelope` adds such a value to the properties.
 */
export function recordTime(value: unknown, nowMs: number): string | undefined {
  const time = timeIn(value)
  return time === undefined ? undefined : acceptedTime(time, nowMs)
}

// --- helpers, in order of use ---

interface RecordTime {
  readonly epochMs: number
  /** The decimals of a second after its milliseconds, if the source has them. */
  readonly subMillisDigits: string
}

function timeIn(value: unknown): RecordTime | undefined {
  if (typeof value === 'number') return timeInNumber(value)
  if (typeof value === 'string') return /^\d{1,19}$/.test(value) ? timeInDigits(value) : timeInIso(value)
  return isDate(value) ? { epochMs: value.getTime(), subMillisDigits: '' } : undefined
}

function timeInNumber(time: number): RecordTime {
  if (!Number.isInteger(time)) return timeInFraction(time)
  // Milliseconds are by far the most frequent.
  return time >= 1e11 && time < 1e14 ? { epochMs: time, subMillisDigits: '' } : timeInDigits(String(time))
}

/** Infers the unit from the number of digits. Seconds since 1970 have ten digits until the year 2286. */
function timeInDigits(digits: string): RecordTime {
  const subSecond = digits.length <= 11 ? 0 : digits.length <= 14 ? 3 : digits.length <= 17 ? 6 : 9
  const seconds = Number(digits.slice(0, digits.length - subSecond))
  const fraction = digits.slice(digits.length - subSecond)
  return { epochMs: seconds * 1_000 + Number(fraction.slice(0, 3)), subMillisDigits: fraction.slice(3) }
}

/** Reads seconds or milliseconds with decimals. A number is precise to microseconds only. */
function timeInFraction(time: number): RecordTime {
  return timeInDigits(String(Math.round(time < 1e11 ? time * 1e6 : time * 1e3)))
}

/** Requires a zone. A local time without a zone may be wrong by hours, so the time of arrival is better. */
function timeInIso(text: string): RecordTime | undefined {
  const match = ISO.exec(text)
  return match === null ? undefined : { epochMs: Date.parse(text), subMillisDigits: (match[1] ?? '').slice(3) }
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/

function acceptedTime({ epochMs, subMillisDigits }: RecordTime, nowMs: number): string | undefined {
  if (!(epochMs >= nowMs - MAX_AGE_MS && epochMs <= nowMs + MAX_AHEAD_MS)) return undefined
  const digits = subMillisDigits.slice(0, MAX_SUB_MILLIS_DIGITS)
  return digits === '' ? isoTime(epochMs) : `${isoTime(epochMs).slice(0, -1)}${digits}Z`
}

/** What the service accepts. @see https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete */
const MAX_AGE_MS = 48 * 3_600_000
const MAX_AHEAD_MS = 2 * 3_600_000

/** The service keeps seven decimals of a second. */
const MAX_SUB_MILLIS_DIGITS = 4
