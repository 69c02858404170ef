import { type Sql, sql } from '../sql/sql'

/** The elements of a dynamic array, or null if the value is not an array. */
export function elements(value: Sql): Sql {
  return sql`(CASE WHEN json_type(${value}) = 'ARRAY' THEN CAST(${value} AS JSON[]) END)`
}

/** The number of elements of a dynamic array, or null. */
export function arrayLength(value: Sql): Sql {
  return sql`(CASE WHEN json_type(${value}) = 'ARRAY' THEN json_array_length(${value})::BIGINT END)`
}

/** Whether an element is a number. */
export function isNumberElement(element: Sql): Sql {
  return sql`json_type(${element}) IN ('BIGINT', 'UBIGINT', 'DOUBLE')`
}

/** The elements as numbers. Other elements become null. */
export function numbersIn(value: Sql): Sql {
  return sql`list_transform(${elements(value)}, e -> CASE WHEN ${isNumberElement(sql`e`)} THEN TRY_CAST(json_extract_string(e, '$') AS DOUBLE) END)`
}
