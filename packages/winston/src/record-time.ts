import { isDate } from 'node:util/types'
import { acceptedTime, parseIsoTime, type RecordTime } from '@azmon/core'

/**
 * The time that a record says it has: a Date, milliseconds, or ISO-8601 as `format.timestamp()` writes it.
 * Undefined where `timestamp` is something else, or a time that the service would refuse the record for.
 */
export function recordTime(timestamp: unknown, nowMs: number): string | undefined {
  const time = timeIn(timestamp)
  return time === undefined ? undefined : acceptedTime(time, nowMs)
}

// --- helpers ---

function timeIn(timestamp: unknown): RecordTime | undefined {
  if (typeof timestamp === 'number') return { epochMs: timestamp, finer: '' }
  if (typeof timestamp === 'string') return parseIsoTime(timestamp)
  return isDate(timestamp) ? { epochMs: timestamp.getTime(), finer: '' } : undefined
}
