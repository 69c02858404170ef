import type { KqlType } from '@azmon/kql'
import { type NamedTable, namedTables } from '../metadata'
import { type KustoTable, tableOf } from './kusto-table'
import { netType } from './net-types'

/** The name of the only database. Requests may name any other. */
export const DATABASE = 'azmon'

/** All tables, with both their names. */
export const TABLES: readonly NamedTable[] = [...namedTables('application'), ...namedTables('workspace')]

/** `.show database schema`: a row for the database, for each table, and for each column. */
export function flatSchema(): KustoTable {
  const rows = TABLES.flatMap(({ name, columns }) => [
    [DATABASE, name, '', '', false, false, '', ''],
    ...columns.map((column) => [DATABASE, name, column.name, `System.${netType(column.type)}`, false, false, '', '']),
  ])
  return tableOf(FLAT_SCHEMA, [[DATABASE, '', '', '', false, false, '', VERSION], ...rows])
}

/** `.show database schema as json`, which editors read for their completion. */
export function jsonSchema(): KustoTable {
  const tables = TABLES.map((table) => [table.name, tableSchema(table)])
  const nothing = { ExternalTables: {}, MaterializedViews: {}, Functions: {}, EntityGroups: {} }
  const database = { Name: DATABASE, Tables: Object.fromEntries(tables), MajorVersion: 1, MinorVersion: 0, ...nothing }
  return tableOf({ DatabaseSchema: 'string' }, [[JSON.stringify({ Databases: { [DATABASE]: database } })]])
}

/** The schema of a table in JSON, as `.show table T schema as json` returns it. */
export function tableSchema({ name, columns }: NamedTable): object {
  return {
    Name: name,
    Folder: '',
    DocString: '',
    OrderedColumns: columns.map((column) => ({
      Name: column.name,
      Type: `System.${netType(column.type)}`,
      CslType: column.type,
      DocString: '',
    })),
  }
}

export const VERSION = 'v1.0'

// --- helpers ---

const FLAT_SCHEMA = {
  DatabaseName: 'string',
  TableName: 'string',
  ColumnName: 'string',
  ColumnType: 'string',
  IsDefaultTable: 'bool',
  IsDefaultColumn: 'bool',
  PrettyName: 'string',
  Version: 'string',
} as const satisfies Readonly<Record<string, KqlType>>
