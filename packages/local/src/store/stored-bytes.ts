import type { DuckDBConnection } from '@duckdb/node-api'

/** Returns the size of the rows in memory, or of the used part of the file. Excludes the memory that queries use. */
export async function storedBytes(connection: DuckDBConnection, place: 'memory' | 'file'): Promise<number> {
  const [row] = (await connection.runAndReadAll(BYTES[place])).getRowsJS()
  return Number(row?.[0])
}

const BYTES = {
  memory: "SELECT sum(memory_usage_bytes + temporary_storage_bytes) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'",
  file: 'SELECT used_blocks * block_size FROM pragma_database_size()',
} as const
