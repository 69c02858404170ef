import { type Sql, sql } from '../sql/sql'
import { type Bound, nullOf } from './bound'
import { toText } from './text'
import { ticksOfTimestamp } from './timestamps'

/**
 * Converts ISO 8601 and the other formats that DuckDB reads to ticks. Keeps the seventh fractional digit, which DuckDB drops.
 */
export function toDatetime(bound: Bound): Sql {
  const { type, sql: value } = bound
  if (type === 'int' || type === 'long')
    return sql`CASE WHEN ${value} BETWEEN 0 AND 3155378975999999999 THEN ${value} END`
  if (type !== 'string' && type !== 'dynamic') return nullOf('datetime')
  const text = sql`trim(${toText(bound)})`
  const iso = sql`regexp_full_match(${text}, '\\d{4}-\\d{1,2}-\\d{1,2}([T ]\\d{1,2}:\\d{1,2}(:\\d{1,2}(\\.\\d+)?)?)?\\s*([zZ]|[-+]\\d{2}:?\\d{2})?')`
  const parsed = sql`CASE WHEN ${iso} THEN TRY_CAST(regexp_replace(${text}, '\\s*([zZ]|[-+]\\d{2}:?\\d{2})$', '') AS TIMESTAMP) ELSE TRY_STRPTIME(${text}, ['%Y-%m', '%Y', '%m/%d/%Y', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m/%d/%Y %I:%M:%S %p', '%d %b %Y', '%a, %d %b %Y %H:%M:%S GMT', '%a, %d %b %Y %H:%M:%S', '%d %b %Y %H:%M:%S', '%b %d %Y', '%B %d, %Y', '%Y-%m-%dT%H', '%Y-%m-%d %I:%M %p', '%Y-%m-%d %I:%M:%S %p']) END`
  const seventh = sql`coalesce(TRY_CAST(regexp_extract(${text}, '\\.\\d{6}(\\d)', 1) AS BIGINT), 0)`
  const zone = sql`regexp_extract(${text}, '([-+])(\\d{2}):?(\\d{2})$', ['s', 'h', 'm'])`
  const minutes = sql`coalesce(TRY_CAST(${zone}.s || (TRY_CAST(${zone}.h AS BIGINT) * 60 + TRY_CAST(${zone}.m AS BIGINT))::VARCHAR AS BIGINT), 0)`
  return sql`(${ticksOfTimestamp(parsed)} + ${seventh} - ${minutes} * 600000000)`
}

export function toTimespan(bound: Bound): Sql {
  const { type, sql: value } = bound
  if (type === 'int' || type === 'long') return value
  if (type === 'real' || type === 'decimal') return nullOf('timespan')
  const text = sql`trim(${toText(bound)})`
  const clock = sql`regexp_extract(${text}, '^(-?)(?:(\\d+)\\.)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,7}))?)?$', ['s', 'd', 'h', 'm', 'c', 'f'])`
  const part = (name: Sql) => sql`coalesce(TRY_CAST(${clock}.${name} AS BIGINT), 0)`
  const seconds = sql`((${part(sql`d`)} * 24 + ${part(sql`h`)}) * 60 + ${part(sql`m`)}) * 60 + ${part(sql`c`)}`
  const ticks = sql`CASE WHEN ${text}[1] = '-' THEN -1 ELSE 1 END * ((${seconds}) * 10000000 + coalesce(TRY_CAST(rpad(${clock}.f, 7, '0') AS BIGINT), 0))`
  const isClock = sql`${clock}.h <> '' AND ${part(sql`h`)} < 24 AND ${part(sql`m`)} < 60 AND ${part(sql`c`)} < 60`
  const unit = sql`regexp_extract(${text}, '^(-?\\d+(?:\\.\\d+)?)(d|h|m|s|ms)$', ['n', 'u'])`
  const sized = sql`trunc(TRY_CAST(${unit}.n AS DOUBLE) * CASE ${unit}.u WHEN 'd' THEN 864000000000 WHEN 'h' THEN 36000000000 WHEN 'm' THEN 600000000 WHEN 's' THEN 10000000 ELSE 10000 END)::BIGINT`
  const days = sql`CASE WHEN regexp_full_match(${text}, '-?\\d+') THEN TRY_CAST(${text} AS BIGINT) * 864000000000 END`
  return sql`CASE WHEN ${isClock} THEN ${ticks} WHEN ${unit}.u <> '' THEN ${sized} ELSE ${days} END`
}
