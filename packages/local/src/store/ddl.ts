import { applicationInsightsSchema, type ColumnSchema, type ColumnType, type TableSchema } from '@azmon/kql'

const schema: Readonly<Record<string, TableSchema>> = applicationInsightsSchema

/** Returns the statements that create missing tables, and views of the tables under their workspace names. */
export function createStatements(): string[] {
  return Object.entries(schema).flatMap(([name, table]) => [
    `CREATE TABLE IF NOT EXISTS "${name}" (${tableDefinition(name)})`,
    `CREATE OR REPLACE VIEW "${table.workspaceName}" AS SELECT ${workspaceColumns(table).join(', ')} FROM "${name}"`,
  ])
}

/** Returns the definitions of the columns of a table. Strings are never null, as in KQL: a missing one is empty. */
export function tableDefinition(name: string): string {
  return (schema[name]?.columns ?? []).map((column) => `"${column.name}" ${duckDbTypes[column.type]}`).join(', ')
}

const duckDbTypes: Readonly<Record<ColumnType, string>> = {
  string: "VARCHAR NOT NULL DEFAULT ''",
  guid: 'VARCHAR',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  datetime: 'TIMESTAMP',
  dynamic: 'JSON',
  bool: 'BOOLEAN',
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
