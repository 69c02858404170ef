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
  try {
    for (const row of rows) {
      for (const { name, type } of columns) {
        const value = row[name] ?? null
        if (value === null) appendMissing(appender, type)
        else appendByType[type](appender, value, duckDb)
      }
      appender.endRow()
    }
  } finally {
    appender.closeSync()
  }
}

function appendMissing(appender: DuckDBAppender, type: ColumnType): void {
  if (type === 'string') appender.appendVarchar('')
  else appender.appendNull()
}

const appendByType: Readonly<Record<ColumnType, (appender: DuckDBAppender, value: unknown, duckDb: DuckDb) => void>> = {
  string: (appender, value) => appender.appendVarchar(String(value)),
  guid: (appender, value) => appender.appendVarchar(String(value)),
  int: (appender, value) => appender.appendInteger(Number(value)),
  long: (appender, value) => appender.appendBigInt(BigInt(String(value))),
  real: (appender, value) => appender.appendDouble(Number(value)),
  bool: (appender, value) => appender.appendBoolean(value === true),
  datetime: (appender, micros, duckDb) =>
    appender.appendTimestamp(new duckDb.DuckDBTimestampValue(BigInt(String(micros)))),
  dynamic: (appender, value) => appender.appendVarchar(readableJson(value)),
}

/**
 * Returns JSON that DuckDB can read. DuckDB accepts the escape of a lone surrogate but fails to read it back; JSON.stringify
 * escapes no other surrogates. The expression also matches escaped backslashes, so that a backslash before a literal `ud800`
 * is not mistaken for an escape.
 */
function readableJson(value: unknown): string {
  return JSON.stringify(value).replace(/\\(?:\\|ud[89a-f][0-9a-f]{2})/g, (match) =>
    match === '\\\\' ? match : '\ufffd',
  )
}
