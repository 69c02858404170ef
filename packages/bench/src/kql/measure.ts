import { applicationInsightsSchema, type ColumnType, compile, type TableSchema } from '@azmon/kql'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { PAIRS, type QueryPair } from './queries'

/** The time of a query, compiled from KQL and written by hand. */
export interface QueryFigures {
  readonly compiledMs: number
  readonly handMs: number
}

export const REQUEST_ROWS = 5_000_000
export const EXCEPTION_ROWS = 250_000

/** Alternates between each compiled query and its handwritten SQL. Returns the medians by title. */
export async function measureQueries(rounds: number): Promise<ReadonlyMap<string, QueryFigures>> {
  const connection = await openDatabase()
  const figures = new Map<string, QueryFigures>()
  for (const pair of PAIRS) {
    console.error(pair.title)
    figures.set(pair.title, await measurePair(pair, rounds, connection))
  }
  connection.closeSync()
  return figures
}

// --- helpers, in order of use ---

async function openDatabase(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  for (const name of ['requests', 'exceptions'] as const)
    await connection.run(tableOf(name, applicationInsightsSchema[name]))
  const operation = (row: string) => `printf('%032x', ${row})`
  await connection.run(`INSERT INTO requests (timestamp, name, url, success, resultCode, duration, operation_Id)
    SELECT TIMESTAMP '2026-01-01' + to_microseconds(i * 100000), 'GET /' || (i % 40), 'https://shop.example/' || i,
      CASE WHEN i % 13 = 0 THEN 'False' ELSE 'True' END, (200 + i % 13 * 25)::VARCHAR, (i * 7919 % 100000) / 10.0, ${operation('i')}
    FROM range(${REQUEST_ROWS}) t(i)`)
  await connection.run(`INSERT INTO exceptions (timestamp, type, operation_Id)
    SELECT TIMESTAMP '2026-01-01' + to_microseconds(i * 2000000), 'Error' || (i % 9), ${operation('i * 20')} FROM range(${EXCEPTION_ROWS}) t(i)`)
  return connection
}

const TYPES: Readonly<Record<ColumnType, string>> = {
  string: "VARCHAR NOT NULL DEFAULT ''",
  guid: 'VARCHAR',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  datetime: 'TIMESTAMP',
  dynamic: 'JSON',
  bool: 'BOOLEAN',
}

function tableOf(name: string, { columns }: TableSchema): string {
  return `CREATE TABLE ${name} (${columns.map((column) => `"${column.name}" ${TYPES[column.type]}`).join(', ')})`
}

async function measurePair(
  { kql, sql }: QueryPair,
  rounds: number,
  connection: DuckDBConnection,
): Promise<QueryFigures> {
  const compiled = compile(kql, applicationInsightsSchema, { hasNoNullStrings: true })
  if ('schemaQuery' in compiled) throw new Error(`The columns of ${kql} depend on the data.`)
  const compiledMs: number[] = []
  const handMs: number[] = []
  await millisOf(connection, sql) // warms up: the first run is slower
  for (let round = 0; round < rounds; round++) {
    compiledMs.push(await millisOf(connection, compiled.sql))
    handMs.push(await millisOf(connection, sql))
  }
  return { compiledMs: median(compiledMs), handMs: median(handMs) }
}

async function millisOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const startedMs = performance.now()
  await connection.runAndReadAll(sql)
  return performance.now() - startedMs
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
