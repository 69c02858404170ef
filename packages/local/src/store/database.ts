import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { LocalError } from '../errors'
import type { TableRow } from '../rows/row'
import { appendRows } from './append-rows'
import { Checkpoints } from './checkpoints'
import type { DatabaseFile } from './database-file'
import { createStatements } from './ddl'
import type { DuckDb } from './load-duckdb'
import { readRows } from './read-rows'
import { Retention, type RetentionLimits } from './retention'
import { type ReadOptions, type ReadResult, StoreFull } from './store'
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
  readonly #checkpoints: Checkpoints
  readonly #retention: Retention
  readonly #reads = new Set<Promise<unknown>>()
  readonly #closing = new AbortController()

  static async open(duckDb: DuckDb, options: DatabaseOptions): Promise<Database> {
    const instance = await duckDb.DuckDBInstance.create(options.path, settings(options))
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
    this.#checkpoints = new Checkpoints(writer, file, limits.maxBytes)
    this.#retention = new Retention({ connection: writer, file, limits, checkpoints: this.#checkpoints })
  }

  /** Writes all of the rows, or none if it rejects: with StoreFull if the log cannot be kept within the limit. */
  async append(rows: readonly TableRow[]): Promise<void> {
    if ((await this.#checkpoints.isOverdue()) && !(await this.#checkpoints.make())) throw new StoreFull()
    await this.#file?.makeLogPrivate()
    await appendRows(this.#duckDb, this.#writer, rows)
  }

  clear(): Promise<void> {
    return this.#retention.dropAll()
  }

  /** Compresses new rows from time to time, and drops the oldest rows if they exceed a limit. */
  tidyUp(newRows: number): Promise<void> {
    return this.#retention.afterWrite(newRows)
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#reader.runAndReadAll(sql)).getRowObjectsJS()
  }

  /** Runs one SELECT on a connection of its own, so that several can run at the same time and each can be interrupted. */
  async read(sql: string, options: ReadOptions): Promise<ReadResult> {
    const closing = this.#closing.signal
    const signal = options.signal ? AbortSignal.any([options.signal, closing]) : closing
    const reading = this.#readOnce(sql, { ...options, signal })
    this.#reads.add(reading)
    try {
      return await reading
    } finally {
      this.#reads.delete(reading)
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

  /** Stops running reads and closes the database. Leaves one file if there is space for a checkpoint, else also its log. */
  async close(): Promise<void> {
    await this.#stopReads()
    await this.#checkpoints.make().catch(() => undefined)
    this.#close()
  }

  async closeWithoutCheckpoint(): Promise<void> {
    await this.#stopReads()
    this.#close()
  }

  #close(): void {
    this.#reader.closeSync()
    this.#writer.closeSync()
    this.#instance.closeSync()
  }

  async #stopReads(): Promise<void> {
    this.#closing.abort(
      new LocalError('AZMON_LOCAL_CLOSED', 'The local Application Insights was closed while the query ran.'),
    )
    await Promise.allSettled(this.#reads)
  }

  async #readOnce(sql: string, options: ReadOptions): Promise<ReadResult> {
    options.signal?.throwIfAborted() // the instance may be closed
    const connection = await this.#instance.connect()
    try {
      return await readRows(connection, sql, options)
    } finally {
      connection.closeSync()
    }
  }

  async #prepare(): Promise<void> {
    await this.#file?.makePrivate()
    await this.#file?.makeLogPrivate()
    await this.#writer.run('PRAGMA disable_checkpoint_on_shutdown')
    await upgradeTables(this.#writer)
    for (const statement of createStatements()) await this.#writer.run(statement)
  }
}

/**
 * Restricts the database to itself and its temporary directory: no other files, no network, no extensions, and no way to
 * change that. The order matters: once external access is disabled, the directory cannot be set.
 * @see https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
function settings({ file, tempDirectory, limits }: DatabaseOptions): Readonly<Record<string, string>> {
  const memoryBytes = QUERY_BYTES + (file === undefined ? limits.maxBytes : QUERY_BYTES)
  return {
    temp_directory: tempDirectory,
    max_temp_directory_size: '1GB',
    // Without merging row groups, the duration of a checkpoint depends only on the new rows.
    max_vacuum_tasks: '0',
    checkpoint_threshold: '1TB',
    // Compresses in half the time. DuckDB 1.4 and later can read the file.
    storage_compatibility_version: 'v1.4.0',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: `${Math.ceil(memoryBytes / 1e6)}MB`,
    threads: '2',
    lock_configuration: 'true',
  }
}

const QUERY_BYTES = 512 * 1024 * 1024
