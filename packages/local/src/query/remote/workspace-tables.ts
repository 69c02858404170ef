import { applicationInsightsSchema, type ColumnSchema, type TableSchema } from '@azmon/kql'

/**
 * Returns one line of KQL, to be put before a query, that defines the tables which the query names as Application Insights does:
 * a workspace has `AppRequests` instead of `requests`. Empty if the query names none. Columns that a workspace does not have are
 * missing.
 */
export function workspaceTables(text: string): string {
  const named = Object.entries<TableSchema>(applicationInsightsSchema).filter(
    ([name]) => mentions(text, name) && !mentions(text, `let\\s+${name}`),
  )
  return named.length === 0 ? '' : `${named.map(([name, table]) => definition(name, table)).join(' ')}\n`
}

// --- helpers, in order of use ---

function mentions(text: string, pattern: string): boolean {
  return new RegExp(`\\b${pattern}\\b`).test(text)
}

function definition(name: string, table: TableSchema): string {
  const columns = table.columns.flatMap((column) => columnOf(column, table))
  return `let ${name} = ${table.workspaceName} | project ${columns.join(', ')};`
}

function columnOf({ name, workspaceName, workspaceType, type }: ColumnSchema, { itemType }: TableSchema): string | [] {
  if (name === 'itemType') return `itemType = "${itemType}"`
  if (workspaceName === null) return []
  if (type !== 'string' || workspaceType !== 'bool') return `${name} = ${workspaceName}`
  return `${name} = case(isnull(${workspaceName}), "", ${workspaceName}, "True", "False")`
}
