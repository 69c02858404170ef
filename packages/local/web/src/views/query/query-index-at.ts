import type { Statement } from '@azmon/kql/editor'

/** Returns the position of the query that contains the cursor, or else of the one before it. -1 if there is none. */
export function queryIndexAt(queries: readonly Statement[], cursor: number): number {
  const before = queries.findLastIndex(({ start }) => start <= cursor)
  return before === -1 && queries.length > 0 ? 0 : before
}
