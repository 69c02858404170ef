import type { Bound } from '../binding/bound'
import { toJson } from '../binding/text'
import { type Sql, sql } from '../sql/sql'
import { isNumeric } from '../types'
import { arrayLength, elements, isNumberElement } from './array-elements'
import { type FunctionEntry, scalar } from './entry'

/** Functions that search an array for an element. */
export const ARRAY_SEARCH_FUNCTIONS: readonly FunctionEntry[] = [
  scalar(
    'array_index_of(array: dynamic, value: any, start?: long, length?: long, occurrence?: long): long',
    'Position of a value, or -1. A start and a length limit where to search.',
    {
      repeats: true,
      sql: ([array, , start = sql`0`, length = sql`-1`, occurrence = sql`1`], { args: [, value] }) => {
        const list = elements(array!)
        const first = sql`CASE WHEN ${start} < 0 THEN greatest(${arrayLength(array!)} + ${start}, 0) ELSE ${start} END`
        const within = sql`p > ${first} AND (${length} = -1 OR p <= ${first} + ${length})`
        const found = sql`list_filter(range(1, ${arrayLength(array!)} + 1), p -> ${isElement(sql`${list}[p]`, value!)} AND ${within})`
        const isValid = sql`${list} IS NOT NULL AND ${length} >= -1 AND ${occurrence} > 0`
        return sql`CASE WHEN ${isValid} THEN coalesce((${found})[${occurrence}] - 1, -1) END`
      },
      example: ["array_index_of(dynamic(['a', 'b', 'a']), 'a', 1)", '2'],
    },
  ),
  scalar('set_has_element(array: dynamic, value: any): bool', 'Whether an array contains a value.', {
    repeats: true,
    sql: ([array], { args: [, value] }) =>
      sql`CASE WHEN ${elements(array!)} IS NOT NULL THEN len(list_filter(${elements(array!)}, e -> ${isElement(sql`e`, value!)})) > 0 END`,
    example: ['set_has_element(dynamic([1]), 1)', 'true'],
  }),
]

// --- helpers ---

/** Whether an element equals a value. Integers and reals are compared as numbers. */
function isElement(element: Sql, value: Bound): Sql {
  const text = sql`json_extract_string(${element}, '$')`
  if (isNumeric(value.type))
    return sql`coalesce(${isNumberElement(element)} AND TRY_CAST(${text} AS DOUBLE) = (${value.sql})::DOUBLE, false)`
  if (value.type === 'dynamic') {
    const bothNumbers = sql`${isNumberElement(element)} AND ${isNumberElement(value.sql)}`
    const sameNumber = sql`TRY_CAST(${text} AS DOUBLE) = TRY_CAST(json_extract_string(${value.sql}, '$') AS DOUBLE)`
    return sql`coalesce(CASE WHEN ${bothNumbers} THEN ${sameNumber} ELSE ${element}::VARCHAR = (${value.sql})::VARCHAR END, false)`
  }
  return sql`coalesce(${element}::VARCHAR = (${toJson(value)})::VARCHAR, false)`
}
