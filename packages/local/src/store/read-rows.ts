import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { ReadOptions, ReadResult } from './store'

/** Runs a SELECT and reads its first rows. Rejects with the reason of the signal once it is aborted. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  { maxRows, maxBytes = Infinity, signal }: ReadOptions,
): Promise<ReadResult> {
  signal?.throwIfAborted()
  using _interruption = interruptOnAbort(connection, signal)
  try {
    const rows: DuckDBValue[][] = []
    let bytes = 0
    const result = await connection.stream(sql)
    for (;;) {
      const chunk = await result.fetchChunk()
      if (chunk === null || chunk.rowCount === 0) return { rows, isTruncated: false }
      for (const row of chunk.getRows()) {
        if (rows.length >= maxRows || bytes >= maxBytes) return { rows, isTruncated: true }
        rows.push(row)
        bytes += sizeOf(row)
      }
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** Counts something for each value, because empty strings take memory, too. */
function sizeOf(row: readonly DuckDBValue[]): number {
  let bytes = row.length * VALUE_BYTES
  for (const value of row) if (typeof value === 'string') bytes += value.length
  return bytes
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
/** A number, or the reference to a string. */
const VALUE_BYTES = 8
