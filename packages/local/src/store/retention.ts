import { applicationInsightsSchema } from '@azmon/kql'
import type { DuckDBConnection } from '@duckdb/node-api'

/** What a store may hold. Beyond it the oldest rows go. */
export interface RetentionLimits {
  readonly maxRows: number
  readonly maxBytes: number
}

/** Keeps a database within its limits. Counts rows by itself: to ask for the number after each write would take longer. */
export class Retention {
  readonly #connection: DuckDBConnection
  readonly #limits: RetentionLimits
  readonly #checkpoint: () => Promise<boolean>
  #rows: number | undefined

  /** `checkpoint` resolves with false where there is no room for one. */
  constructor(connection: DuckDBConnection, limits: RetentionLimits, checkpoint: () => Promise<boolean>) {
    this.#connection = connection
    this.#limits = limits
    this.#checkpoint = checkpoint
  }

  /** Drops the oldest quarter of each table when the database holds more than it may, now that `newRows` were written. */
  async afterWrite(newRows: number): Promise<void> {
    this.#rows = this.#rows === undefined ? await countRows(this.#connection) : this.#rows + newRows
    if (!(await this.#isOver(this.#rows))) return
    // Compresses what is new and gives back what was deleted before, which may be enough.
    if (!(await this.#checkpoint()) || !(await this.#isOver(this.#rows))) return
    for (const statement of DELETE_OLDEST) await this.#connection.run(statement)
    await this.#checkpoint()
    this.#rows = await countRows(this.#connection)
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

/** A database in memory has no blocks in a file, and one in a file has only copies of its blocks in memory. */
const BYTES = `SELECT CASE WHEN total_blocks > 0 THEN used_blocks * block_size
  ELSE (SELECT sum(memory_usage_bytes + temporary_storage_bytes) FROM duckdb_memory()) END FROM pragma_database_size()`

/** Rows are numbered in the order in which they were appended. */
const DELETE_OLDEST = tables.map(
  (table) => `DELETE FROM "${table}" WHERE rowid IN
  (SELECT rowid FROM "${table}" ORDER BY rowid LIMIT (SELECT count(*) // 4 FROM "${table}"))`,
)
