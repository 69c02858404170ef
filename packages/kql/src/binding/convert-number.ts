import { type Sql, sql } from '../sql/sql'
import type { Bound } from './bound'
import { toText } from './text'

/** The DuckDB type that a string is cast to, and the range of its numbers. */
interface Width {
  readonly cast: Sql
  readonly min: Sql
  readonly max: Sql
}

export const INT: Width = { cast: sql`INTEGER`, min: sql`-2147483648`, max: sql`2147483647` }
export const LONG: Width = {
  cast: sql`BIGINT`,
  min: sql`'-9223372036854775808'::BIGINT`,
  max: sql`9223372036854775807`,
}

export function toInteger(bound: Bound, width: Width): Sql {
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
      return width === LONG ? value : sql`TRY_CAST(${value} AS INTEGER)::BIGINT`
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

/** Takes the lower 32 bits of a JSON number. A JSON string outside the range is null. */
function wrappedInt(long: Sql, json: Sql): Sql {
  const wrapped = sql`xor(${long} & 4294967295, 2147483648) - 2147483648`
  return sql`CASE WHEN json_type(${json}) = 'VARCHAR' THEN TRY_CAST(${long} AS INTEGER)::BIGINT ELSE ${wrapped} END`
}

/** Reads decimal and hexadecimal digits. DuckDB's own cast also accepts `1_000`, `3.14` and `1e3`. */
function integerOfText(text: Sql, cast: Sql): Sql {
  return sql`CASE WHEN regexp_full_match(${text}, '\\s*([-+]?\\d+|0[xX][0-9a-fA-F]+)\\s*') THEN TRY_CAST(lower(trim(${text}, ' \t\r\n')) AS ${cast})::BIGINT END`
}

export function toReal(bound: Bound): Sql {
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

export function toDecimal(bound: Bound): Sql {
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
