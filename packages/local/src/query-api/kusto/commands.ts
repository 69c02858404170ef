import { DATABASE, flatSchema, jsonSchema, TABLES, tableSchema, VERSION } from './database-schema'
import { type KustoTable, tableOf } from './kusto-table'

/**
 * Returns the result of a command that shows the database, or undefined if it is none of those that tools send before their first
 * query. No command changes anything.
 * @see https://learn.microsoft.com/kusto/management/
 */
export function runCommand(text: string): KustoTable | undefined {
  const command = text.replaceAll(/\s+/g, ' ').trim()
  for (const [pattern, run] of COMMANDS) {
    const match = pattern.exec(command)
    if (match !== null) return run(match[1] ?? '')
  }
  return undefined
}

export const KNOWN_COMMANDS =
  '.show version, cluster, databases, database schema [as json], tables, table T schema as json, table T cslschema, functions, materialized-views and external tables'

// --- helpers, in order of use ---

/** A name, which may be in brackets and quotes. */
const NAME = String.raw`(?:\[["'])?([\w-]+)(?:["']\])?`
const ANY_DATABASE = String.raw`(?:databases|database(?: ${NAME})?|databases \([^()]*\))`

const COMMANDS: readonly (readonly [RegExp, (name: string) => KustoTable | undefined])[] = [
  [/^\.show version$/i, version],
  [/^\.show cluster$/i, cluster],
  [new RegExp(`^\\.show (?:${ANY_DATABASE} )?schema as json$`, 'i'), jsonSchema],
  [new RegExp(`^\\.show (?:${ANY_DATABASE} )?schema(?: details)?$`, 'i'), flatSchema],
  [/^\.show tables$/i, () => tablesNamed()],
  [new RegExp(`^\\.show table ${NAME} schema as json$`, 'i'), (name) => schemaOf(name, 'json')],
  [new RegExp(`^\\.show table ${NAME} (?:cslschema|schema as csl)$`, 'i'), (name) => schemaOf(name, 'csl')],
  [new RegExp(`^\\.show table ${NAME}$`, 'i'), (name) => tablesNamed(name)],
  [/^\.show functions$/i, () => tableOf(FUNCTIONS, [])],
  [/^\.show materialized-views$/i, () => tableOf(VIEWS, [])],
  [/^\.show external tables$/i, () => tableOf(EXTERNAL_TABLES, [])],
  [new RegExp(`^\\.show (?:cluster )?${ANY_DATABASE}$`, 'i'), databases],
]

function version(): KustoTable {
  return tableOf({ BuildVersion: 'string', BuildTime: 'datetime', ServiceType: 'string', ProductVersion: 'string' }, [
    ['1.0.0.0', null, 'Engine', 'azmon local'],
  ])
}

function cluster(): KustoTable {
  return tableOf({ NodeId: 'string', Address: 'string', Name: 'string', IsAdmin: 'bool' }, [
    ['local', '127.0.0.1', 'azmon local', true],
  ])
}

function databases(): KustoTable {
  const id = '00000000-0000-4000-8000-000000000000'
  return tableOf(
    {
      DatabaseName: 'string',
      PersistentStorage: 'string',
      Version: 'string',
      IsCurrent: 'bool',
      DatabaseAccessMode: 'string',
      PrettyName: 'string',
      DatabaseId: 'guid',
    },
    [[DATABASE, '', VERSION, true, 'ReadOnly', 'azmon local', id]],
  )
}

function tablesNamed(wanted?: string): KustoTable | undefined {
  const found = TABLES.filter(({ name }) => wanted === undefined || name === wanted)
  if (found.length === 0) return undefined
  return tableOf(
    { TableName: 'string', DatabaseName: 'string', Folder: 'string', DocString: 'string' },
    found.map(({ name }) => [name, DATABASE, '', '']),
  )
}

function schemaOf(wanted: string, format: 'json' | 'csl'): KustoTable | undefined {
  const table = TABLES.find(({ name }) => name === wanted)
  if (table === undefined) return undefined
  const schema =
    format === 'json'
      ? JSON.stringify(tableSchema(table))
      : table.columns.map(({ name, type }) => `${name}:${type}`).join(',')
  return tableOf(
    { TableName: 'string', Schema: 'string', DatabaseName: 'string', Folder: 'string', DocString: 'string' },
    [[wanted, schema, DATABASE, '', '']],
  )
}

const FUNCTIONS = {
  Name: 'string',
  Parameters: 'string',
  Body: 'string',
  Folder: 'string',
  DocString: 'string',
} as const
const VIEWS = { Name: 'string', SourceTable: 'string', Query: 'string', IsEnabled: 'bool', Folder: 'string' } as const
const EXTERNAL_TABLES = { TableName: 'string', TableType: 'string', Folder: 'string', DocString: 'string' } as const
