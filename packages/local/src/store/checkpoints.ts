import type { DuckDBConnection } from '@duckdb/node-api'
import type { DatabaseFile } from './database-file'
import { storedBytes } from './stored-bytes'

/**
 * Makes checkpoints of a database. A checkpoint compresses the new rows to about a tenth, in memory as in a file, and frees row
 * groups without rows. It delays writes by about 2 ms per 1,000 new rows, so it must come often.
 */
export class Checkpoints {
  readonly #connection: DuckDBConnection
  readonly #file: DatabaseFile | undefined
  readonly #maxNewBytes: number
  readonly #maxLogBytes: number
  #newRows = 0
  #bytes = 0

  /** @param file undefined for an in-memory database */
  constructor(connection: DuckDBConnection, file: DatabaseFile | undefined, maxBytes: number) {
    this.#connection = connection
    this.#file = file
    this.#maxNewBytes = Math.min(MAX_NEW_BYTES, maxBytes / 2)
    this.#maxLogBytes = Math.max(MIN_LOG_BYTES, maxBytes)
  }

  /** Returns whether the rows written since the last checkpoint should be compressed. */
  async isDueAfter(newRows: number): Promise<boolean> {
    this.#newRows += newRows
    if (this.#newRows >= MAX_NEW_ROWS) return true
    return this.#file === undefined
      ? (await storedBytes(this.#connection, 'memory')) > this.#bytes + this.#maxNewBytes
      : this.#file.isCheckpointDue()
  }

  /** Returns false if a checkpoint is not allowed, because it might fail for lack of space. */
  async make(): Promise<boolean> {
    if (this.#file !== undefined && !(await this.#file.mayCheckpoint())) return false
    try {
      await this.#connection.run('CHECKPOINT')
    } catch (error) {
      this.#file?.checkpointFailed()
      throw error
    }
    this.#newRows = 0
    this.#bytes = await storedBytes(this.#connection, this.#file === undefined ? 'memory' : 'file')
    return true
  }

  /** Returns whether the log exceeds the limit of the store, because there has been no space for a checkpoint. */
  async isOverdue(): Promise<boolean> {
    return this.#file !== undefined && (await this.#file.logBytes()) > this.#maxLogBytes
  }

  /** The size of the rows after the last checkpoint. */
  get bytes(): number {
    return this.#bytes
  }
}

// --- helpers, in order of use ---

/** DuckDB reserves about 100 MiB for new rows of all tables, even for a few. */
const MAX_NEW_BYTES = 200 * 1024 * 1024

const MAX_NEW_ROWS = 30_000

/** Above the size at which a checkpoint is due. */
const MIN_LOG_BYTES = 32 * 1024 * 1024
