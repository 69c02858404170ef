import { type Sql, sql } from '../sql/sql'
import { UNIX_EPOCH } from '../values/ticks'

/** Converts ticks to a TIMESTAMP, which drops everything below a microsecond. */
export function timestampOf(ticks: Sql): Sql {
  return sql`make_timestamp(${ticks} // 10 - ${UNIX_EPOCH / 10n})`
}

/** Converts a TIMESTAMP to ticks. */
export function ticksOfTimestamp(timestamp: Sql): Sql {
  return sql`(epoch_us(${timestamp}) * 10 + ${UNIX_EPOCH})`
}
