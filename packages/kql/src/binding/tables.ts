import type { ColumnSchema, TableSchema } from '../schema'
import { identifier, integerLiteral, joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import type { Binder, BinderOptions } from './binder'
import { nullOf } from './bound'
import type { Column, Relation } from './relation'

/** Finds a table of the schema by its classic or workspace name. Undefined if there is none. */
export function openTable(name: string, { options, ctes }: Binder): Relation | undefined {
  const found = findTable(options.schema, name)
  if (found === undefined) return undefined
  const { stored, table, isWorkspace } = found
  const columns: Column[] = []
  const selected = []
  for (const column of table.columns) {
    const { name: storedName, workspaceName, type, workspaceType } = column
    const visible = isWorkspace ? workspaceName : storedName
    if (visible === null) continue
    const id = ctes.column()
    const value = (isWorkspace ? workspaceValue(column, table) : undefined) ?? storedValue(column, options)
    selected.push(sql`${value} AS ${id}`)
    columns.push({
      name: visible,
      type: (isWorkspace ? workspaceType : undefined) ?? type,
      id,
      ...(type === 'datetime' && { isRaw: true }),
      ...(workspaceType === 'bool' && !isWorkspace && { isBoolText: true }),
    })
  }
  for (const { name: workspaceName, type } of isWorkspace ? table.workspaceColumns : []) {
    const id = ctes.column()
    selected.push(sql`${nullOf(type)} AS ${id}`)
    columns.push({ name: workspaceName, type, id })
  }
  const from = ctes.add(sql`SELECT ${joinSql(selected)} FROM main.${identifier(stored)}${inTimeRange(options)}`)
  return { from, columns, order: [], isSerialized: false, isSorted: false, tableName: name }
}

// --- helpers, in order of use ---

/** Returns the SQL of a value that differs in a workspace: `Type` is the name of the table, and `Success` is a bool. */
function workspaceValue({ name, type, workspaceType }: ColumnSchema, { workspaceName }: TableSchema): Sql | undefined {
  if (name === 'itemType') return stringLiteral(workspaceName)
  return type === 'string' && workspaceType === 'bool' ? sql`(${identifier(name)} = 'True')` : undefined
}

function storedValue({ name, type }: ColumnSchema, { hasNoNullStrings }: BinderOptions): Sql {
  return type === 'string' && !hasNoNullStrings ? sql`coalesce(${identifier(name)}, '')` : identifier(name)
}

function inTimeRange({ timeRange }: BinderOptions): Sql {
  if (timeRange === undefined) return sql``
  const { fromMicros, toMicros } = timeRange
  return sql` WHERE timestamp >= make_timestamp(${integerLiteral(fromMicros)}) AND timestamp < make_timestamp(${integerLiteral(toMicros)})`
}

interface Found {
  readonly stored: string
  readonly table: TableSchema
  readonly isWorkspace: boolean
}

export function findTable(schema: Readonly<Record<string, TableSchema>>, name: string): Found | undefined {
  if (Object.hasOwn(schema, name)) return { stored: name, table: schema[name]!, isWorkspace: false }
  const entry = Object.entries(schema).find(([, { workspaceName }]) => workspaceName === name)
  return entry === undefined ? undefined : { stored: entry[0], table: entry[1], isWorkspace: true }
}
