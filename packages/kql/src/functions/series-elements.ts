import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import type { Row } from '../binding/row'
import { type Sql, sql } from '../sql/sql'
import { numbersIn } from './array-elements'

/** The elements of a series as a list of numbers, which is computed once. Other elements become null. */
export function seriesNumbers(series: Sql, row: Row): Sql {
  return row.computeOnce({ type: 'dynamic', sql: numbersIn(series), isConstant: false }).sql
}

/** Returns the elements of a series by index, and their number. A single number is the element at every index. */
export function elementAt(value: Bound, row: Row): { readonly at: (index: Sql) => Sql; readonly size: Sql } {
  if (value.type !== 'dynamic') return { at: () => convert(value, 'real'), size: sql`0` }
  const list = seriesNumbers(value.sql, row)
  return { at: (index) => sql`${list}[${index}]`, size: sql`len(${list})` }
}

/** A list of numbers as JSON. Numbers without a fraction are integers. */
export function numbersJson(list: Sql): Sql {
  return sql`to_json(list_transform(${list}, v -> CASE WHEN v = trunc(v) AND abs(v) < 9e15 THEN to_json(v::BIGINT) WHEN isfinite(v) THEN to_json(v) WHEN v IS NOT NULL THEN to_json(CASE WHEN isnan(v) THEN 'NaN' WHEN v > 0 THEN 'Infinity' ELSE '-Infinity' END) END))`
}

/** Whether all elements that are not null are integers. */
export function areIntegers(series: Sql): Sql {
  return sql`(len(list_filter(TRY_CAST(${series} AS JSON[]), e -> json_type(e) = 'DOUBLE')) = 0)`
}
