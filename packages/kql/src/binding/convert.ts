import { type Sql, sql, stringLiteral } from '../sql/sql'
import type { KqlType } from '../types'
import { UNIX_EPOCH } from '../values/ticks'
import { type Bound, nullOf } from './bound'

/** Returns a value as a string, as `tostring()` does. Never null. */
export function toText({ type, sql: value, path, value: known }: Bound): Sql {
  if (known === null) return sql`''`
  switch (type) {
    case 'string':
      return value
    case 'guid':
      return sql`coalesce(${value}, '')`
    case 'bool':
      return sql`CASE WHEN ${value} THEN 'True' WHEN NOT ${value} THEN 'False' ELSE '' END`
    case 'datetime':
      return sql`coalesce(${datetimeText(value)}, '')`
    case 'timespan':
      return sql`coalesce(${timespanText(value)}, '')`
    case 'dynamic':
      return path === undefined
        ? sql`coalesce(json_extract_string(${value}, '$'), '')`
        : sql`coalesce(json_extract_string(${path.base}, ${stringLiteral(path.json)}), '')`
    case 'real':
      return sql`coalesce(${realText(value)}, '')`
    case 'decimal':
      return sql`coalesce(${decimalText(value)}, '')`
    default:
      return sql`coalesce((${value})::VARCHAR, '')`
  }
}

function datetimeText(ticks: Sql): Sql {
  return sql`strftime(${timestampOf(ticks)}, '%Y-%m-%dT%H:%M:%S') || '.' || lpad((${ticks} % 10000000)::VARCHAR, 7, '0') || 'Z'`
}

function timespanText(ticks: Sql): Sql {
  const size = sql`abs(${ticks})`
  const two = (value: Sql) => sql`lpad((${value})::VARCHAR, 2, '0')`
  const days = sql`CASE WHEN ${size} >= 864000000000 THEN (${size} // 864000000000)::VARCHAR || '.' ELSE '' END`
  const clock = sql`${two(sql`${size} // 36000000000 % 24`)} || ':' || ${two(sql`${size} // 600000000 % 60`)} || ':' || ${two(sql`${size} // 10000000 % 60`)}`
  const tail = sql`CASE WHEN ${size} % 10000000 = 0 THEN '' ELSE '.' || lpad((${size} % 10000000)::VARCHAR, 7, '0') END`
  return sql`CASE WHEN ${ticks} < 0 THEN '-' ELSE '' END || ${days} || ${clock} || ${tail}`
}

/** The TIMESTAMP of ticks, without the digits below a microsecond. */
export function timestampOf(ticks: Sql): Sql {
  return sql`make_timestamp(${ticks} // 10 - ${UNIX_EPOCH / 10n})`
}

/** The ticks of a TIMESTAMP. */
export function ticksOfTimestamp(timestamp: Sql): Sql {
  return sql`(epoch_us(${timestamp}) * 10 + ${UNIX_EPOCH})`
}

/** Returns a value as JSON, as an element of an array or bag. */
export function toJson(bound: Bound): Sql {
  const { type, sql: value } = bound
  switch (type) {
    case 'dynamic':
      return value
    case 'datetime':
      return sql`to_json(${datetimeText(value)})`
    case 'timespan':
      return sql`to_json(${timespanText(value)})`
    case 'real':
      return sql`CASE WHEN isfinite(${value}) THEN to_json(${value}) WHEN ${value} IS NOT NULL THEN to_json(${realText(value)}) END`
    case 'decimal':
      return sql`to_json(${decimalText(value)})`
    default:
      return sql`to_json(${value})`
  }
}

/** Returns a value as another type, as `tolong()` and the like do. Null if it has no value of that type. */
export function convert(bound: Bound, type: KqlType): Sql {
  if (bound.value === null) return nullOf(type)
  if (bound.type === type && type !== 'int') return bound.sql
  switch (type) {
    case 'string':
      return toText(bound)
    case 'int':
      return toInteger(bound, INT)
    case 'long':
      return toInteger(bound, LONG)
    case 'real':
      return toReal(bound)
    case 'decimal':
      return toDecimal(bound)
    case 'bool':
      return toBoolean(bound)
    case 'datetime':
      return toDatetime(bound)
    case 'timespan':
      return toTimespan(bound)
    case 'dynamic':
      return bound.type === 'string' ? parsedJson(bound.sql) : toJson(bound)
    case 'guid':
      return toGuid(bound)
  }
}

/** Parses a string as JSON. A string that is not JSON becomes a JSON string. */
function parsedJson(text: Sql): Sql {
  return sql`CASE WHEN ${text} = '' THEN NULL WHEN json_valid(${text}) AND NOT regexp_matches(${text}, '\\b(NaN|Infinity)\\b') THEN ${text}::JSON ELSE to_json(${text}) END`
}

// --- helpers, in order of use ---

/** Kusto writes reals with at most 17 digits, and an exponent with a sign. */
function realText(value: Sql): Sql {
  return sql`CASE WHEN isnan(${value}) THEN 'NaN' WHEN isinf(${value}) THEN CASE WHEN ${value} > 0 THEN 'Infinity' ELSE '-Infinity' END ELSE (${value})::VARCHAR END`
}

function decimalText(value: Sql): Sql {
  return sql`regexp_replace(regexp_replace((${value})::VARCHAR, '(\\.\\d*?)0+$', '\\1'), '\\.$', '')`
}

/** The type of DuckDB that a string is cast to, and the range of numbers. */
interface Width {
  readonly cast: Sql
  readonly min: Sql
  readonly max: Sql
}

const INT: Width = { cast: sql`INTEGER`, min: sql`-2147483648`, max: sql`2147483647` }
const LONG: Width = { cast: sql`BIGINT`, min: sql`'-9223372036854775808'::BIGINT`, max: sql`9223372036854775807` }

function toInteger(bound: Bound, width: Width): Sql {
  const { type, sql: value } = bound
  const { cast, min, max } = width
  switch (type) {
    case 'int':
    case 'long':
      return width === LONG ? value : sql`TRY_CAST(${value} AS INTEGER)::BIGINT`
    case 'real':
      return sql`CASE WHEN NOT isfinite(${value}) THEN NULL WHEN ${value} >= ${max} THEN ${max} WHEN ${value} <= ${min} THEN ${min} ELSE trunc(${value})::BIGINT END`
    case 'decimal':
      return sql`TRY_CAST(trunc(${value}) AS ${cast})::BIGINT`
    case 'bool':
      return sql`(${value})::BIGINT`
    case 'datetime':
    case 'timespan':
      return value
    case 'dynamic': {
      const text = toText(bound)
      const number = sql`TRY_CAST(${text} AS DOUBLE)`
      const real = sql`CASE WHEN ${number} >= ${max} THEN ${max} WHEN ${number} <= ${min} THEN ${min} ELSE trunc(${number})::BIGINT END`
      return sql`CASE json_type(${value}) WHEN 'DOUBLE' THEN ${real} WHEN 'BOOLEAN' THEN (${text} = 'true')::BIGINT ELSE ${width === INT ? wrappedInt(integerOfText(text, LONG.cast), value) : integerOfText(text, cast)} END`
    }
    default:
      return integerOfText(value, cast)
  }
}

/** The lower 32 bits of a JSON number. A JSON string must be in the range. */
function wrappedInt(long: Sql, json: Sql): Sql {
  const wrapped = sql`xor(${long} & 4294967295, 2147483648) - 2147483648`
  return sql`CASE WHEN json_type(${json}) = 'VARCHAR' THEN TRY_CAST(${long} AS INTEGER)::BIGINT ELSE ${wrapped} END`
}

/** Reads decimal and hexadecimal digits. DuckDB's own cast also accepts `1_000`, `3.14` and `1e3`. */
function integerOfText(text: Sql, cast: Sql): Sql {
  return sql`CASE WHEN regexp_full_match(${text}, '\\s*([-+]?\\d+|0[xX][0-9a-fA-F]+)\\s*') THEN TRY_CAST(lower(trim(${text}, ' \t\r\n')) AS ${cast})::BIGINT END`
}

function toReal(bound: Bound): Sql {
  const { type, sql: value } = bound
  switch (type) {
    case 'int':
    case 'long':
    case 'decimal':
      return sql`(${value})::DOUBLE`
    case 'bool':
      return sql`(${value})::INTEGER::DOUBLE`
    case 'datetime':
    case 'timespan':
      return sql`(${value})::DOUBLE`
    default: {
      const text = toText(bound)
      return sql`CASE WHEN regexp_full_match(${text}, '\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*') THEN TRY_CAST(trim(${text}, ' \t\r\n') AS DOUBLE) WHEN lower(${text}) IN ('nan', 'inf', '-inf', 'infinity', '-infinity') THEN TRY_CAST(${text} AS DOUBLE)${type === 'dynamic' ? sql` WHEN json_type(${value}) = 'BOOLEAN' THEN (${text} = 'true')::INTEGER::DOUBLE` : sql``} END`
    }
  }
}

function toDecimal(bound: Bound): Sql {
  const { type, sql: value } = bound
  if (type === 'bool') return sql`(${value})::INTEGER::DECIMAL(38, 17)`
  if (type === 'string' || type === 'dynamic') {
    const text = toText(bound)
    return sql`CASE WHEN regexp_full_match(${text}, '\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*') THEN TRY_CAST(${text} AS DECIMAL(38, 17)) END`
  }
  return sql`TRY_CAST(${value} AS DECIMAL(38, 17))`
}

export function toBoolean(bound: Bound): Sql {
  const { type, sql: value } = bound
  switch (type) {
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
      return sql`(${value} <> 0)`
    default: {
      const text = sql`lower(${toText(bound)})`
      if (type === 'dynamic') {
        const number = sql`TRY_CAST(${text} AS DOUBLE) <> 0`
        return sql`CASE json_type(${value}) WHEN 'BOOLEAN' THEN ${text} = 'true' WHEN 'DOUBLE' THEN ${number} ELSE ${booleanOfText(text)} END`
      }
      return booleanOfText(text)
    }
  }
}

function booleanOfText(text: Sql): Sql {
  return sql`CASE ${text} WHEN 'true' THEN true WHEN 'false' THEN false ELSE ${integerOfText(text, LONG.cast)} <> 0 END`
}

/** Ticks of ISO 8601 and of the other forms that DuckDB reads, with the seventh digit, which DuckDB drops. */
function toDatetime(bound: Bound): Sql {
  const { type, sql: value } = bound
  if (type === 'int' || type === 'long')
    return sql`CASE WHEN ${value} BETWEEN 0 AND 3155378975999999999 THEN ${value} END`
  if (type !== 'string' && type !== 'dynamic') return nullOf('datetime')
  const text = sql`trim(${toText(bound)})`
  const iso = sql`regexp_full_match(${text}, '\\d{4}-\\d{1,2}-\\d{1,2}([T ]\\d{1,2}:\\d{1,2}(:\\d{1,2}(\\.\\d+)?)?)?\\s*([zZ]|[-+]\\d{2}:?\\d{2})?')`
  const parsed = sql`CASE WHEN ${iso} THEN TRY_CAST(${text} AS TIMESTAMP) ELSE TRY_STRPTIME(${text}, ['%Y-%m', '%Y', '%m/%d/%Y', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m/%d/%Y %I:%M:%S %p', '%d %b %Y', '%a, %d %b %Y %H:%M:%S GMT', '%a, %d %b %Y %H:%M:%S', '%d %b %Y %H:%M:%S', '%b %d %Y', '%B %d, %Y', '%Y-%m-%dT%H']) END`
  const seventh = sql`coalesce(TRY_CAST(regexp_extract(${text}, '\\.\\d{6}(\\d)', 1) AS BIGINT), 0)`
  return sql`(${ticksOfTimestamp(parsed)} + ${seventh})`
}

function toTimespan(bound: Bound): Sql {
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

function toGuid(bound: Bound): Sql {
  const text = sql`lower(trim(${toText(bound)}, ' {}()'))`
  return sql`CASE WHEN regexp_full_match(${text}, '[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}') THEN TRY_CAST(${text} AS UUID)::VARCHAR END`
}
