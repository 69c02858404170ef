import { type Sql, sql, stringLiteral } from '../sql/sql'

/** The elements of an array that Kusto allows, and the bytes of a string. */
const MAX_SIZE = 1_048_576

/**
 * Returns the number of elements that a function makes, each of a size. More than the limit is an error of the query, because
 * DuckDB makes a value at once: it could take all memory, and nothing can interrupt it.
 */
export function limitedCount(count: Sql, functionName: string, size: Sql = sql`1`): Sql {
  const message = stringLiteral(`${functionName}() makes at most ${MAX_SIZE} elements or characters.`)
  return sql`CASE WHEN (${count})::HUGEINT * ${size} > ${MAX_SIZE} THEN error(${message})::BIGINT ELSE ${count} END`
}
