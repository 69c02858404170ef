import { type Sql, sql, stringLiteral } from '../sql/sql'
import type { Bound } from './bound'
import { timestampOf } from './timestamps'

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

// --- helpers, in order of use ---

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

/** Kusto writes reals with at most 17 digits, and an exponent with a sign. */
function realText(value: Sql): Sql {
  return sql`CASE WHEN isnan(${value}) THEN 'NaN' WHEN isinf(${value}) THEN CASE WHEN ${value} > 0 THEN 'Infinity' ELSE '-Infinity' END ELSE (${value})::VARCHAR END`
}

function decimalText(value: Sql): Sql {
  return sql`regexp_replace(regexp_replace((${value})::VARCHAR, '(\\.\\d*?)0+$', '\\1'), '\\.$', '')`
}
