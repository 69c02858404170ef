import type { QueryResult } from '@azmon/local'

type Type = QueryResult['columns'][number]['type']

/** A result with columns such as `{ name: 'string' }`. */
export function aResult(columns: Readonly<Record<string, Type>>, ...rows: QueryResult['rows']): QueryResult {
  return {
    columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
    rows,
    isSorted: false,
    isTruncated: false,
    render: undefined,
    warnings: [],
    elapsedMs: 1,
  }
}
