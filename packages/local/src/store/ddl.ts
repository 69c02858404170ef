import { applicationInsightsSchema, type ColumnSchema, type ColumnType, type TableSchema } from '@azmon/kql'

/** Returns the statements that create missing tables, and views of the tables under their workspace names. */
export function createStatements(): string[] {
  return Object.entries<TableSchema>(applicationInsightsSchema).flatMap(([name, table]) => [
    `CREATE TABLE IF NOT EXISTS "${name}" (${table.columns.map(columnDefinition).join(', ')})`,
    `CREATE OR REPLACE VIEW "${table.workspaceName}" AS SELECT ${workspaceColumns(table).join(', ')} FROM "${name}"`,
  ])
}

const duckDbTypes: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  guid: 'VARCHAR',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  datetime: 'TIMESTAMP',
  dynamic: 'JSON',
  bool: 'BOOLEAN',
}

function columnDefinition({ name, type }: ColumnSchema): string {
  return `"${name}" ${duckDbTypes[type]}`
}

function workspaceColumns(table: TableSchema): string[] {
  return table.columns.flatMap((column) =>
    column.workspaceName === null ? [] : `${workspaceValue(column, table)} AS "${column.workspaceName}"`,
  )
}

/**
 * Returns the expression for a column of a workspace, which has the table's name instead of the
 * item's type, and a bool instead of 'True'.
 */
function workspaceValue({ name, workspaceType }: ColumnSchema, table: TableSchema): string {
  if (name === 'itemType') return `'${table.workspaceName}'`
  return workspaceType === 'bool' ? `"${name}" = 'True'` : `"${name}"`
}
