import { type EventEmitter, on } from 'node:events'
import { LocalError } from './errors'
import type { Store, TableCounts } from './store/store'

export type WantedCounts = Readonly<Partial<TableCounts>>

/** Emits `rows` after rows were stored, and `closed` when the store closes. */
export type Arrivals = EventEmitter<{ rows: []; closed: [] }>

/** Resolves with the counts as soon as every named table has at least this many rows. */
export async function waitForCounts(
  store: Store,
  arrivals: Arrivals,
  wanted: WantedCounts,
  timeoutMs: number,
): Promise<TableCounts> {
  const signal = AbortSignal.timeout(timeoutMs)
  // Starts listening before the first count, so that no event in between is missed.
  const rowsStored = on(arrivals, 'rows', { signal, close: ['closed'] })
  let counts = await store.counts()
  try {
    while (missing(wanted, counts).length > 0) {
      const { done } = await rowsStored.next()
      if (done) {
        throw new LocalError('AZMON_LOCAL_CLOSED', `Closed while waiting: expected ${missing(wanted, counts)}.`)
      }
      counts = await store.counts()
    }
    return counts
  } catch (error) {
    throw signal.aborted ? timeoutError(missing(wanted, counts), timeoutMs, error) : error
  } finally {
    await rowsStored.return?.()
  }
}

function missing(wanted: WantedCounts, counts: TableCounts): string {
  return Object.entries<number>(wanted)
    .map(([table, count]) => ({
      table,
      count,
      found: Object.entries(counts).find(([name]) => name === table)?.[1] ?? 0,
    }))
    .filter(({ count, found }) => found < count)
    .map(({ table, count, found }) => `at least ${count} ${count === 1 ? 'row' : 'rows'} in ${table}, found ${found}`)
    .join('; ')
}

function timeoutError(missingRows: string, timeoutMs: number, cause: unknown): LocalError {
  return new LocalError(
    'AZMON_LOCAL_COUNTS_TIMEOUT',
    `Timed out after ${timeoutMs} ms: expected ${missingRows}. ` +
      'Flush the client before waiting, and check that it sends to connectionString.',
    { cause },
  )
}
