import type { DuckDBConnection } from '@duckdb/node-api'

/** Runs statements in a transaction: either all of them take effect, or none if `work` rejects. */
export async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN')
  try {
    await work()
    await connection.run('COMMIT')
  } catch (error) {
    // A failed COMMIT has already rolled back, so this may fail. The first error is the one to report.
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}
