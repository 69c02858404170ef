import { applicationInsightsSchema } from '@azmon/kql'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Checkpoints } from './checkpoints'
import type { DatabaseFile } from './database-file'
import { inTransaction } from './in-transaction'

/** The limits of a store. When they are exceeded, the oldest rows are dropped. */
export interface RetentionLimits {
  readonly maxRows: number
  readonly maxBytes: number
  readonly maxAgeMs: number
}

interface RetentionParts {
  readonly connection: DuckDBConnection
  readonly file: DatabaseFile | undefined
  readonly limits: RetentionLimits
  readonly checkpoints: Checkpoints
}

/**
 * Keeps a database within its limits. Deleting the oldest rows is fast, because it only marks them: the next checkpoint frees
 * the row groups that have no other rows. Every checkpoint begins new row groups.
 */
export class Retention {
  readonly #connection: DuckDBConnection
  readonly #file: DatabaseFile | undefined
  readonly #limits: RetentionLimits
  readonly #checkpoints: Checkpoints
  #rows: number | undefined
  #checkAgeAtMs = 0

  constructor({ connection, file, limits, checkpoints }: RetentionParts) {
    this.#connection = connection
    this.#file = file
    this.#limits = limits
    this.#checkpoints = checkpoints
  }

  /** Drops the rows that exceed a limit after writing `newRows`. Looks for rows beyond the maximum age only once a minute. */
  async afterWrite(newRows: number, nowMs = Date.now()): Promise<void> {
    const { maxRows, maxBytes } = this.#limits
    this.#rows = this.#rows === undefined ? await countRows(this.#connection) : this.#rows + newRows
    if (nowMs >= this.#checkAgeAtMs) await this.#dropExpired(nowMs)
    if (this.#rows > maxRows) await this.#dropOldest(1 - (KEPT_SHARE * maxRows) / this.#rows)
    // The size is only known after a checkpoint, because it compresses the rows.
    if (!(await this.#checkpoints.isDueAfter(newRows)) || !(await this.#checkpoints.make())) return
    const { bytes } = this.#checkpoints
    if (bytes > maxBytes) await this.#dropOldest(1 - (KEPT_SHARE * maxBytes) / bytes)
  }

  /** Drops all rows. */
  async dropAll(): Promise<void> {
    this.#rows = undefined
    await this.#delete(() => 'true')
  }

  async #dropExpired(nowMs: number): Promise<void> {
    this.#checkAgeAtMs = nowMs + CHECK_AGE_EVERY_MS
    const oldestMicros = (nowMs - this.#limits.maxAgeMs) * 1000
    await this.#delete(() => `"timestamp" < make_timestamp(${oldestMicros})`)
  }

  /** Drops this share of each table. Row ids follow the order of insertion. */
  #dropOldest(share: number): Promise<void> {
    return this.#delete(
      (table) => `rowid < (SELECT min(rowid) + floor(count(*) * ${share.toFixed(6)})::BIGINT FROM "${table}")`,
    )
  }

  async #delete(condition: (table: string) => string): Promise<void> {
    await this.#file?.makeLogPrivate()
    let deleted = 0
    await inTransaction(this.#connection, async () => {
      for (const table of tables) {
        const result = await this.#connection.run(`DELETE FROM "${table}" WHERE ${condition(table)}`)
        deleted += result.rowsChanged
      }
    })
    if (deleted === 0) return
    if (this.#rows !== undefined) this.#rows -= deleted
    await this.#checkpoints.make()
  }
}

// --- helpers, in order of use ---

/** Lower than 1, so that rows are not dropped after each write. */
const KEPT_SHARE = 0.9

const CHECK_AGE_EVERY_MS = 60_000

const tables = Object.keys(applicationInsightsSchema)

async function countRows(connection: DuckDBConnection): Promise<number> {
  const counts = tables.map((table) => `SELECT count(*) AS "rows" FROM "${table}"`)
  const total = `SELECT sum("rows") FROM (${counts.join(' UNION ALL ')})`
  const [row] = (await connection.runAndReadAll(total)).getRowsJS()
  return Number(row?.[0])
}
