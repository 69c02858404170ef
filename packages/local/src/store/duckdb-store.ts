import { applicationInsightsSchema, type TableName, type TableSchema } from '@azmon/kql'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Row, TableRow } from '../rows/row'
import { appendRows } from './append-rows'
import { createStatements } from './ddl'
import type { DuckDb } from './load-duckdb'
import { readRow } from './read-row'
import type { Store, TableCounts } from './store'
import { WriteQueue } from './write-queue'

/** Keeps rows in DuckDB: one connection writes, another reads what has been committed. */
export class DuckDbStore implements Store {
  readonly #instance: DuckDBInstance
  readonly #writer: DuckDBConnection
  readonly #reader: DuckDBConnection
  readonly #writes: WriteQueue<TableRow>

  static async open(duckDb: DuckDb, path: string): Promise<DuckDbStore> {
    const instance = await duckDb.DuckDBInstance.create(path, lockedDown)
    const writer = await instance.connect()
    for (const statement of createStatements()) await writer.run(statement)
    return new DuckDbStore(duckDb, instance, writer, await instance.connect())
  }

  private constructor(duckDb: DuckDb, instance: DuckDBInstance, writer: DuckDBConnection, reader: DuckDBConnection) {
    this.#instance = instance
    this.#writer = writer
    this.#reader = reader
    this.#writes = new WriteQueue((rows) => appendRows(duckDb, writer, rows))
  }

  append(rows: readonly TableRow[]): Promise<void> {
    return this.#writes.add(rows)
  }

  async counts(): Promise<TableCounts> {
    const counts = Object.keys(applicationInsightsSchema).map(
      (table) => `SELECT '${table}' AS "table", count(*) AS "rows" FROM "${table}"`,
    )
    const rows = await this.query(counts.join(' UNION ALL '))
    return Object.fromEntries(rows.map((row) => [row['table'], Number(row['rows'])])) as TableCounts
  }

  async newest<T extends TableName>(table: T, limit: number): Promise<readonly Row<T>[]> {
    const { columns }: TableSchema = applicationInsightsSchema[table]
    const rows = await this.query(
      // Records of the same microsecond come in the order in which they were appended.
      `SELECT * FROM "${table}" ORDER BY "timestamp" DESC, rowid DESC LIMIT ${Math.trunc(limit)}`,
    )
    return rows.map((row) => readRow<T>(row, columns))
  }

  /** Runs SQL in the same confinement as everything else. */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    const reader = await this.#reader.runAndReadAll(sql)
    return reader.getRowObjectsJS()
  }

  async close(): Promise<void> {
    await this.#writes.idle()
    this.#reader.closeSync()
    this.#writer.closeSync()
    this.#instance.closeSync()
  }
}

/**
 * The database reaches nothing but itself: no files, no network, no extensions, and no way to change that.
 * @see https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
const lockedDown = {
  enable_external_access: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  memory_limit: '1GB',
  threads: '2',
  lock_configuration: 'true',
}
