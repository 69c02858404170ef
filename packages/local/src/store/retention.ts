import { applicationInsightsSchema } from '@azmon/kql'
import type { DuckDBConnection } from '@duckdb/node-api'
import { inTransaction } from './in-transaction'
import { replaceTable } from './replace-table'

/** The limits of a store. When they are exceeded, the oldest rows are dropped. */
export interface RetentionLimits {
  readonly maxRows: number
  readonly maxBytes: number
}

/** Keeps a database within its limits. Counts rows itself, because a query after each write would be slower. */
export class Retention {
  readonly #connection: DuckDBConnection
  readonly #limits: RetentionLimits
  readonly #checkpoint: () => Promise<boolean>
  #rows: number | undefined

  /** @param checkpoint resolves with false if there is no space for a checkpoint */
  constructor(connection: DuckDBConnection, limits: RetentionLimits, checkpoint: () => Promise<boolean>) {
    this.#connection = connection
    this.#limits = limits
    this.#checkpoint = checkpoint
  }

  /** Drops the older half of each table if the database exceeds a limit after writing `newRows`. */
  async afterWrite(newRows: number): Promise<void> {
    this.#rows = this.#rows === undefined ? await countRows(this.#connection) : this.#rows + newRows
    if (!(await this.#isOver(this.#rows)) || !(await this.#checkpoint())) return
    for (const table of tables) await keepNewerHalf(this.#connection, table)
    await this.#checkpoint()
    this.#rows = await countRows(this.#connection)
  }

  /** Drops all rows. */
  async dropAll(): Promise<void> {
    this.#rows = undefined
    await inTransaction(this.#connection, async () => {
      for (const table of tables) await this.#connection.run(`DELETE FROM "${table}"`)
    })
    await this.#checkpoint()
  }

  async #isOver(rows: number): Promise<boolean> {
    return rows > this.#limits.maxRows || (await numberFrom(this.#connection, BYTES)) > this.#limits.maxBytes
  }
}

// --- helpers, in order of use ---

const tables = Object.keys(applicationInsightsSchema)

async function countRows(connection: DuckDBConnection): Promise<number> {
  const counts = tables.map((table) => `SELECT count(*) AS "rows" FROM "${table}"`)
  return numberFrom(connection, `SELECT sum("rows") FROM (${counts.join(' UNION ALL ')})`)
}

async function numberFrom(connection: DuckDBConnection, sql: string): Promise<number> {
  const [row] = (await connection.runAndReadAll(sql)).getRowsJS()
  return Number(row?.[0])
}

/** An in-memory database has no file blocks. A database in a file keeps only copies of its blocks in memory. */
const BYTES = `SELECT CASE WHEN total_blocks > 0 THEN used_blocks * block_size
  ELSE (SELECT sum(memory_usage_bytes + temporary_storage_bytes) FROM duckdb_memory()) END FROM pragma_database_size()`

/**
 * Copies the newer rows to a new table, because after a DELETE DuckDB frees only blocks that have no remaining rows. Row ids
 * start at 0 and follow the order of insertion.
 */
async function keepNewerHalf(connection: DuckDBConnection, table: string): Promise<void> {
  const select = `SELECT * FROM "${table}" WHERE rowid >= (SELECT count(*) // 2 FROM "${table}")`
  await replaceTable(connection, table, select)
}
