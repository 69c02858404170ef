import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import type { Row } from '../binding/row'
import { KqlError } from '../errors'
import { type Sql, sql } from '../sql/sql'
import type { Call } from '../syntax/ast'
import { isInteger, isNumeric } from '../types'

/** Returns the start of the bin that contains a value. */
export function rounded(value: Bound, size: Bound, call: Call, row: Row): Sql {
  const isTime = value.type === 'datetime' || value.type === 'timespan'
  if (isTime && size.type === 'timespan') return integerBin(row.computeOnce(value).sql, size.sql)
  if (isTime && isNumeric(size.type))
    return integerBin(row.computeOnce(value).sql, sql`trunc((${size.sql}) * 864000000000)::BIGINT`)
  if (isInteger(value.type) && isInteger(size.type)) return integerBin(row.computeOnce(value).sql, size.sql)
  if ((isNumeric(value.type) || value.type === 'dynamic') && (isNumeric(size.type) || size.type === 'dynamic')) {
    const by = convert(size, 'real')
    return sql`(floor(${convert(row.computeOnce(value), 'real')} / ${by}) * ${by})`
  }
  throw new KqlError('TYPE', call, `${call.name}() cannot use bins of ${size.type} for a ${value.type}.`)
}

// --- helpers ---

/** Rounds down for negative values, too, although DuckDB's remainder has the sign of the value. */
function integerBin(value: Sql, size: Sql): Sql {
  return sql`(CASE WHEN ${size} > 0 THEN ${value} - ((${value} % nullif(${size}, 0)) + ${size}) % nullif(${size}, 0) END)`
}
