import { type Sql, sql } from '../sql/sql'
import { UNIX_EPOCH } from '../values/ticks'

/** The TIMESTAMP of ticks, without the digits below a microsecond. */
export function timestampOf(ticks: Sql): Sql {
  return sql`make_timestamp(${ticks} // 10 - ${UNIX_EPOCH / 10n})`
}

/** The ticks of a TIMESTAMP. */
export function ticksOfTimestamp(timestamp: Sql): Sql {
  return sql`(epoch_us(${timestamp}) * 10 + ${UNIX_EPOCH})`
}
