import { applicationInsightsSchema, type ColumnSchema, type KqlType, type TableSchema } from '@azmon/kql'

/** Creates what is missing: the tables of Application Insights, and the workspace's names for them as views. */
export function createStatements(): string[] {
  return Object.entries<TableSchema>(applicationInsightsSchema).flatMap(([name, table]) => [
    `CREATE TABLE IF NOT EXISTS "${name}" (${table.columns.map(columnDefinition).join(', ')})`,
    `CREATE OR REPLACE VIEW "${table.workspaceName}" AS SELECT ${workspaceColumns(table).join(', ')} FROM "${name}"`,
  ])
}

const duckDbTypes: Readonly<Record<KqlType, string>> = {
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

/** A workspace says the table's name where a classic table says the item's type, and bool where that says 'True'. */
function workspaceValue({ name, workspaceType }: ColumnSchema, table: TableSchema): string {
  if (name === 'itemType') return `'${table.workspaceName}'`
  return workspaceType === 'bool' ? `"${name}" = 'True'` : `"${name}"`
}
