import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { TableRow } from '../rows/row'
import { appendRows } from './append-rows'
import type { DatabaseFile } from './database-file'
import { createStatements } from './ddl'
import type { DuckDb } from './load-duckdb'
import { readRows } from './read-rows'
import { Retention, type RetentionLimits } from './retention'
import type { ReadOptions, ReadResult } from './store'
import { upgradeTables } from './upgrade-tables'

export interface DatabaseOptions {
  readonly path: string
  /** Undefined for an in-memory database. */
  readonly file: DatabaseFile | undefined
  /** The directory for data that does not fit into memory. */
  readonly tempDirectory: string
  readonly limits: RetentionLimits
}

/** An open DuckDB database with one connection for writing and one for reading committed data. */
export class Database {
  readonly #duckDb: DuckDb
  readonly #file: DatabaseFile | undefined
  readonly #instance: DuckDBInstance
  readonly #writer: DuckDBConnection
  readonly #reader: DuckDBConnection
  readonly #retention: Retention

  static async open(duckDb: DuckDb, options: DatabaseOptions): Promise<Database> {
    const instance = await duckDb.DuckDBInstance.create(options.path, lockedDown(options.tempDirectory))
    try {
      const database = new Database(duckDb, instance, options, await instance.connect(), await instance.connect())
      await database.#prepare()
      return database
    } catch (error) {
      instance.closeSync()
      throw error
    }
  }

  private constructor(
    duckDb: DuckDb,
    instance: DuckDBInstance,
    { file, limits }: DatabaseOptions,
    writer: DuckDBConnection,
    reader: DuckDBConnection,
  ) {
    this.#duckDb = duckDb
    this.#file = file
    this.#instance = instance
    this.#writer = writer
    this.#reader = reader
    this.#retention = new Retention(writer, limits, () => this.#checkpoint())
  }

  /** Writes all of the rows, or none if it rejects. */
  async append(rows: readonly TableRow[]): Promise<void> {
    await this.#file?.makeLogPrivate()
    await appendRows(this.#duckDb, this.#writer, rows)
  }

  async clear(): Promise<void> {
    await this.#file?.makeLogPrivate()
    await this.#retention.dropAll()
  }

  /** Makes a checkpoint if the log is long, and drops the oldest rows if there are too many. */
  async tidyUp(newRows: number): Promise<void> {
    if (await this.#file?.isCheckpointDue()) await this.#checkpoint()
    await this.#retention.afterWrite(newRows)
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#reader.runAndReadAll(sql)).getRowObjectsJS()
  }

  /** Runs one SELECT on a connection of its own, so that several can run at the same time and each can be interrupted. */
  async read(sql: string, options: ReadOptions): Promise<ReadResult> {
    const connection = await this.#instance.connect()
    try {
      return await readRows(connection, sql, options)
    } finally {
      connection.closeSync()
    }
  }

  /**
   * Returns whether the database still accepts queries. After a failed write to its file, such as on a full disk, DuckDB
   * rejects every query until the database is reopened.
   */
  async isUsable(): Promise<boolean> {
    return this.#reader.run('SELECT 1').then(
      () => true,
      () => false,
    )
  }

  /** Closes the database. Leaves one file if there is space for a checkpoint, else the file and its log. */
  async close(): Promise<void> {
    await this.#checkpoint().catch(() => undefined)
    this.closeWithoutCheckpoint()
  }

  closeWithoutCheckpoint(): void {
    this.#reader.closeSync()
    this.#writer.closeSync()
    this.#instance.closeSync()
  }

  async #prepare(): Promise<void> {
    await this.#file?.makePrivate()
    await this.#file?.makeLogPrivate()
    await this.#writer.run('PRAGMA disable_checkpoint_on_shutdown')
    await upgradeTables(this.#writer)
    for (const statement of createStatements()) await this.#writer.run(statement)
  }

  /** Returns false if a checkpoint is not allowed. An in-memory database needs none. */
  async #checkpoint(): Promise<boolean> {
    if (this.#file === undefined) return true
    if (!(await this.#file.mayCheckpoint())) return false
    try {
      await this.#writer.run('CHECKPOINT')
      return true
    } catch (error) {
      this.#file.checkpointFailed()
      throw error
    }
  }
}

/**
 * Restricts the database to itself and its temporary directory: no other files, no network, no extensions, and no way to
 * change that. The order matters: once external access is disabled, the directory cannot be set.
 * @see https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
function lockedDown(tempDirectory: string): Readonly<Record<string, string>> {
  return {
    temp_directory: tempDirectory,
    max_temp_directory_size: '1GB',
    checkpoint_threshold: '1TB',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '1GB',
    threads: '2',
    lock_configuration: 'true',
  }
}
