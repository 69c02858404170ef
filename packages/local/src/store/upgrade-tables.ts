import { applicationInsightsSchema, type ColumnSchema, type TableSchema } from '@azmon/kql'
import type { DuckDBConnection } from '@duckdb/node-api'
import { replaceTable } from './replace-table'

/** Brings the tables of a file of an earlier version to the schema: adds missing columns, and replaces null strings by ''. */
export async function upgradeTables(connection: DuckDBConnection): Promise<void> {
  const stored = await storedColumns(connection)
  for (const [name, { columns }] of Object.entries<TableSchema>(applicationInsightsSchema)) {
    const present = stored.get(name)
    if (present === undefined || columns.every((column) => isCurrent(column, present))) continue
    const values = columns.filter((column) => present.has(column.name)).map(currentValue)
    await replaceTable(connection, name, `SELECT ${values.join(', ')} FROM "${name}"`)
  }
}

// --- helpers, in order of use ---

/** The columns of each table by name, and whether they may hold null. */
type StoredColumns = ReadonlyMap<string, { readonly isNullable: boolean }>

async function storedColumns(connection: DuckDBConnection): Promise<ReadonlyMap<string, StoredColumns>> {
  const found = await connection.runAndReadAll(
    'SELECT table_name, column_name, is_nullable FROM duckdb_columns() WHERE NOT internal',
  )
  const tables = new Map<string, Map<string, { isNullable: boolean }>>()
  for (const [table, column, isNullable] of found.getRowsJS()) {
    const columns = tables.get(String(table)) ?? new Map()
    tables.set(String(table), columns.set(String(column), { isNullable: isNullable === true }))
  }
  return tables
}

function isCurrent({ name, type }: ColumnSchema, present: StoredColumns): boolean {
  const column = present.get(name)
  return column !== undefined && !(type === 'string' && column.isNullable)
}

function currentValue({ name, type }: ColumnSchema): string {
  return type === 'string' ? `coalesce("${name}", '') AS "${name}"` : `"${name}"`
}
