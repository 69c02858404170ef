import { applicationInsightsSchema, type ColumnSchema, type ColumnType, type TableSchema } from '@azmon/kql'

/** The names of tables and columns: those of Application Insights, or those of a workspace. */
export type Naming = 'application' | 'workspace'

export interface NamedTable {
  readonly name: string
  readonly timeColumn: string
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[]
}

/** Returns all tables with their columns. */
export function namedTables(naming: Naming): readonly NamedTable[] {
  return Object.entries<TableSchema>(applicationInsightsSchema).map(([name, { workspaceName, columns }]) =>
    naming === 'application'
      ? { name, timeColumn: 'timestamp', columns: columns.map(({ name, type }) => ({ name, type })) }
      : { name: workspaceName, timeColumn: 'TimeGenerated', columns: columns.flatMap(workspaceColumn) },
  )
}

/**
 * Returns what editors complete: the tables of the query API with their columns.
 * @see https://learn.microsoft.com/rest/api/loganalytics/metadata/get
 */
export function metadata(naming: Naming): object {
  const tables = namedTables(naming).map(({ name, timeColumn, columns }) => ({
    id: `t/${name}`,
    name,
    timespanColumn: timeColumn,
    columns,
  }))
  const group = { id: 'g/azmon', name: 'azmon local', tables: tables.map(({ id }) => id) }
  const nothing = { functions: [], queries: [], categories: [], solutions: [], resourceTypes: [], resources: [] }
  return { tables, tableGroups: [group], ...nothing, applications: [], workspaces: [] }
}

// --- helpers ---

function workspaceColumn({ workspaceName, workspaceType, type }: ColumnSchema): NamedTable['columns'] {
  return workspaceName === null ? [] : [{ name: workspaceName, type: workspaceType ?? type }]
}
