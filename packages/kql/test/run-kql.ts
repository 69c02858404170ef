import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type CompileOptions, compile, compileWith, type KqlValue, type TableSchema, toKqlValue } from '../src'

export interface KqlResult {
  readonly names: readonly string[]
  readonly types: readonly string[]
  readonly rows: readonly (readonly KqlValue[])[]
  /** The messages of the warnings. */
  readonly warnings: readonly string[]
}

let opened: Promise<DuckDBConnection> | undefined

/** The database of this test file. */
export function database(): Promise<DuckDBConnection> {
  opened ??= DuckDBInstance.create(':memory:', { threads: '1' }).then((instance) => instance.connect())
  return opened
}

/** Compiles a query, runs it on DuckDB, and returns its result. */
export async function runKql(
  text: string,
  schema: Readonly<Record<string, TableSchema>> = {},
  options: CompileOptions = {},
): Promise<KqlResult> {
  const connection = await database()
  const runQuery = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()
  const { sql, columns, warnings } = await compileWith(runQuery, text, schema, options)
  const reader = await connection.runAndReadAll(sql)
  return {
    names: columns.map(({ name }) => name),
    types: columns.map(({ type }) => type),
    rows: reader.getRows().map((row) => columns.map(({ type }, index) => toKqlValue(row[index], type))),
    warnings: warnings.map(({ message }) => message),
  }
}

/** The value of one expression. */
export async function valueOfKql(expression: string): Promise<KqlValue | undefined> {
  const { rows } = await runKql(`print ${expression}`)
  return rows[0]?.[0]
}

/** The code of the error with which the compiler refuses a query. */
export function refusalOf(text: string, schema: Readonly<Record<string, TableSchema>> = {}): string {
  try {
    compile(text, schema)
  } catch (error) {
    return `${(error as { code?: string }).code ?? 'THROWN'}: ${(error as Error).message}`
  }
  return 'compiled'
}
