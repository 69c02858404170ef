import { applicationInsightsSchema, type ColumnType, type TableName, type TableSchema } from '@azmon/kql'
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api'
import type { TableRow } from '../rows/row'
import { inTransaction } from './in-transaction'
import type { DuckDb } from './load-duckdb'

/** Writes all rows in one transaction, so that readers see either all of them or none. */
export function appendRows(duckDb: DuckDb, connection: DuckDBConnection, rows: readonly TableRow[]): Promise<void> {
  return inTransaction(connection, async () => {
    for (const [table, tableRows] of byTable(rows)) {
      const appender = await connection.createAppender(table)
      appendToTable(duckDb, appender, applicationInsightsSchema[table], tableRows)
    }
  })
}

type Values = Readonly<Record<string, unknown>>

function byTable(rows: readonly TableRow[]): Map<TableName, Values[]> {
  const tables = new Map<TableName, Values[]>()
  for (const { table, row } of rows) {
    const tableRows = tables.get(table)
    if (tableRows) tableRows.push(row)
    else tables.set(table, [row])
  }
  return tables
}

function appendToTable(
  duckDb: DuckDb,
  appender: DuckDBAppender,
  { columns }: TableSchema,
  rows: readonly Values[],
): void {
  const appends = columns.map(({ name, type }) => ({ name, append: appendByType[type] }))
  try {
    for (const row of rows) {
      for (const { name, append } of appends) append(appender, row[name] ?? null, duckDb)
      appender.endRow()
    }
  } finally {
    appender.closeSync()
  }
}

type Append = (appender: DuckDBAppender, value: unknown, duckDb: DuckDb) => void

const appendByType: Readonly<Record<ColumnType, Append>> = {
  string: (appender, value) => appender.appendVarchar(value === null ? '' : String(value)),
  guid: orNull((appender, value) => appender.appendVarchar(String(value))),
  int: orNull((appender, value) => appender.appendInteger(Number(value))),
  long: orNull((appender, value) => appender.appendBigInt(asBigInt(value))),
  real: orNull((appender, value) => appender.appendDouble(Number(value))),
  bool: orNull((appender, value) => appender.appendBoolean(value === true)),
  datetime: orNull((appender, micros, duckDb) =>
    appender.appendTimestamp(new duckDb.DuckDBTimestampValue(asBigInt(micros))),
  ),
  dynamic: orNull((appender, value) => appender.appendVarchar(readableJson(value))),
}

function orNull(append: Append): Append {
  return (appender, value, duckDb) => (value === null ? appender.appendNull() : append(appender, value, duckDb))
}

function asBigInt(value: unknown): bigint {
  return typeof value === 'bigint' ? value : BigInt(String(value))
}

/**
 * Returns JSON that DuckDB can read. DuckDB accepts the escape of a lone surrogate but fails to read it back; JSON.stringify
 * escapes no other surrogates. The expression also matches escaped backslashes, so that a backslash before a literal `ud800`
 * is not mistaken for an escape.
 */
function readableJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!json.includes('\\ud')) return json
  return json.replace(/\\(?:\\|ud[89a-f][0-9a-f]{2})/g, (match) => (match === '\\\\' ? match : '\ufffd'))
}
