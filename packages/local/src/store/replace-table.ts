import type { DuckDBConnection } from '@duckdb/node-api'
import { tableDefinition } from './ddl'
import { inTransaction } from './in-transaction'

/** Replaces a table by a new one with the rows of a SELECT, in its order. Columns that it does not name get their default. */
export async function replaceTable(connection: DuckDBConnection, table: string, select: string): Promise<void> {
  await inTransaction(connection, async () => {
    await connection.run(`CREATE TABLE "newer" (${tableDefinition(table)})`)
    await connection.run(`INSERT INTO "newer" BY NAME ${select}`)
    await connection.run(`DROP TABLE "${table}"`)
    await connection.run(`ALTER TABLE "newer" RENAME TO "${table}"`)
  })
}
