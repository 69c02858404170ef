import { readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import { LOG_MOMENT, type LogMoment } from './context-keys'
import { copyError } from './copy-error'

/** Returns the moment that `withMoment` has set. */
export function momentIn(record: object): LogMoment | undefined {
  return readField(record, LOG_MOMENT) as LogMoment | undefined
}

/**
 * Sets the moment of a log call on its record, for a logger that may pass the record on later. A record that already has one is
 * copied: the same object may be logged twice, while the first call still waits. Returns the record or its copy.
 */
export function withMoment(record: unknown, moment: LogMoment): unknown {
  if (typeof record !== 'object' || record === null) return record
  try {
    const copy = () => (isError(record) ? copyError(record) : { ...record })
    const stamped = LOG_MOMENT in record ? copy() : record
    Reflect.set(stamped, LOG_MOMENT, moment)
    return stamped
  } catch {
    return record // a Proxy or a frozen object
  }
}
