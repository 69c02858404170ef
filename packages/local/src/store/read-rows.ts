import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { ReadOptions, ReadResult } from './store'

/** Runs a SELECT and reads its first rows. Rejects with the reason of the signal once it is aborted. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  { maxRows, signal }: ReadOptions,
): Promise<ReadResult> {
  signal?.throwIfAborted()
  using _interruption = interruptOnAbort(connection, signal)
  try {
    const rows: DuckDBValue[][] = []
    const result = await connection.stream(sql)
    while (rows.length <= maxRows) {
      const chunk = await result.fetchChunk()
      if (chunk === null || chunk.rowCount === 0) break
      rows.push(...chunk.getRows())
    }
    return { rows: rows.slice(0, maxRows), isTruncated: rows.length > maxRows }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** Interrupts repeatedly, because DuckDB ignores an interrupt between the preparation of a query and its start. */
function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal | undefined): Disposable {
  let timer: NodeJS.Timeout | undefined
  const interrupt = () => {
    connection.interrupt()
    timer ??= setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS)
  }
  signal?.addEventListener('abort', interrupt)
  return {
    [Symbol.dispose]: () => {
      signal?.removeEventListener('abort', interrupt)
      clearInterval(timer)
    },
  }
}

const INTERRUPT_EVERY_MS = 20
