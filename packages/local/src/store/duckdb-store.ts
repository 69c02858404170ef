import { rm } from 'node:fs/promises'
import { applicationInsightsSchema, type TableName, type TableSchema } from '@azmon/kql'
import { reasonOf } from '../errors'
import type { Row, TableRow } from '../rows/row'
import { Database, type DatabaseOptions } from './database'
import { DatabaseFile } from './database-file'
import type { DuckDb } from './load-duckdb'
import { readRow } from './read-row'
import type { RetentionLimits } from './retention'
import type { ReadOptions, ReadResult, Store, TableCounts } from './store'
import { makeTempDirectory } from './temp-directory'
import { WriteQueue } from './write-queue'

/** The path that stands for an in-memory database. */
export const IN_MEMORY = ':memory:'

export interface DuckDbStoreOptions {
  /** The path of a file or `:memory:`. */
  readonly path: string
  readonly limits: RetentionLimits
  /** Called with one line when a write fails, at most every ten minutes. */
  readonly warn: (line: string) => void
}

/** Stores rows in DuckDB. Reopens the database after a failure, so that a full disk loses only the rows that it rejects. */
export class DuckDbStore implements Store {
  readonly #duckDb: DuckDb
  readonly #options: DatabaseOptions
  readonly #warn: (line: string) => void
  readonly #writes = new WriteQueue<TableRow>(
    (rows) => this.#write(rows),
    (rows) => this.#tidyUp(rows),
  )
  #database: Promise<Database> | undefined
  #silentUntilMs = 0

  static async open(duckDb: DuckDb, options: DuckDbStoreOptions): Promise<DuckDbStore> {
    const { path, limits, warn } = options
    const file = path === IN_MEMORY ? undefined : new DatabaseFile(path)
    const store = new DuckDbStore(duckDb, { path, file, limits, tempDirectory: await makeTempDirectory() }, warn)
    try {
      await store.#open()
      await store.#tidyUp(0)
      return store
    } catch (error) {
      await store.close()
      throw error
    }
  }

  private constructor(duckDb: DuckDb, options: DatabaseOptions, warn: (line: string) => void) {
    this.#duckDb = duckDb
    this.#options = options
    this.#warn = warn
  }

  append(rows: readonly TableRow[]): Promise<void> {
    return this.#writes.add(rows)
  }

  clear(): Promise<void> {
    return this.#writes.run(async () => (await this.#open()).clear())
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
      // rowid keeps the insertion order of records with the same microsecond.
      `SELECT * FROM "${table}" ORDER BY "timestamp" DESC, rowid DESC LIMIT ${Math.trunc(limit)}`,
    )
    return rows.map((row) => readRow<T>(row, columns))
  }

  /** Runs SQL with the same restrictions as all other queries. */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#open()).query(sql)
  }

  async read(sql: string, options: ReadOptions): Promise<ReadResult> {
    return (await this.#open()).read(sql, options)
  }

  async close(): Promise<void> {
    await this.#writes.idle()
    const database = await this.#database?.catch(() => undefined)
    await database?.close()
    await rm(this.#options.tempDirectory, { recursive: true, force: true })
  }

  #open(): Promise<Database> {
    this.#database ??= Database.open(this.#duckDb, this.#options).catch((error) => {
      this.#database = undefined
      throw error
    })
    return this.#database
  }

  async #write(rows: readonly TableRow[]): Promise<void> {
    try {
      await (await this.#open()).append(rows)
    } catch (error) {
      await this.#recover(error)
      throw error
    }
  }

  /** Tidies up. Never rejects: the rows are already written. */
  async #tidyUp(newRows: number): Promise<void> {
    try {
      await (await this.#open()).tidyUp(newRows)
    } catch (error) {
      await this.#recover(error)
    }
  }

  /** Closes the database if it is no longer usable. The next read or write reopens it. */
  async #recover(cause: unknown): Promise<void> {
    this.#warnOf(cause)
    const database = await this.#database?.catch(() => undefined)
    if (database === undefined || (await database.isUsable())) return
    this.#database = undefined
    await database.closeWithoutCheckpoint()
  }

  #warnOf(cause: unknown): void {
    if (performance.now() < this.#silentUntilMs) return
    this.#silentUntilMs = performance.now() + WARNING_EVERY_MS
    this.#warn(
      `azmon local cannot write to ${this.#options.path}: ${reasonOf(cause)}. Clients are asked to retry. Free some space on its disk.`,
    )
  }
}

const WARNING_EVERY_MS = 10 * 60 * 1000
