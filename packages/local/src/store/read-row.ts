import type { ColumnSchema, TableName } from '@azmon/kql'
import type { Row } from '../rows/row'

/** A row of DuckDB, which hands JSON out as text, as a row of ours. */
export function readRow<T extends TableName>(
  row: Readonly<Record<string, unknown>>,
  columns: readonly ColumnSchema[],
): Row<T> {
  return Object.fromEntries(
    columns.map(({ name, type }) => [name, type === 'dynamic' ? parseDynamic(row[name]) : row[name]]),
  ) as Row<T>
}

function parseDynamic(json: unknown): unknown {
  return typeof json === 'string' ? JSON.parse(json) : null
}
