import { type Sql, sql } from '../sql/sql'
import type { KqlType } from '../types'
import { type Bound, nullOf } from './bound'
import { INT, LONG, toBoolean, toDecimal, toInteger, toReal } from './convert-number'
import { toDatetime, toTimespan } from './convert-time'
import { toJson, toText } from './text'

/** Converts a value to another type, as `tolong()` and the like do. Null if it cannot be converted. */
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

// --- helpers, in order of use ---

/** Parses a string as JSON. A string that is not JSON becomes a JSON string. */
function parsedJson(text: Sql): Sql {
  return sql`CASE WHEN ${text} = '' THEN NULL WHEN json_valid(${text}) AND NOT regexp_matches(${text}, '\\b(NaN|Infinity)\\b') THEN ${text}::JSON ELSE to_json(${text}) END`
}

function toGuid(bound: Bound): Sql {
  const text = sql`lower(trim(${toText(bound)}, ' {}()'))`
  return sql`CASE WHEN regexp_full_match(${text}, '[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}') THEN TRY_CAST(${text} AS UUID)::VARCHAR END`
}
