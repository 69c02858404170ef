import type { ColumnSchema, TableName } from '@azmon/kql'
import type { Row } from '../rows/row'

/** Converts a row from DuckDB, which returns JSON values as strings. */
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
