import type { DuckDBConnection } from '@duckdb/node-api'

/** Returns the size of the rows in memory, or of the used part of the file. Excludes the memory that queries use. */
export async function storedBytes(connection: DuckDBConnection): Promise<number> {
  const [row] = (await connection.runAndReadAll(BYTES)).getRowsJS()
  return Number(row?.[0])
}

/** An in-memory database has no file blocks. A database in a file keeps only copies of its blocks in memory. */
const BYTES = `SELECT CASE WHEN total_blocks > 0 THEN used_blocks * block_size ELSE (
  SELECT sum(memory_usage_bytes + temporary_storage_bytes) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'
) END FROM pragma_database_size()`
