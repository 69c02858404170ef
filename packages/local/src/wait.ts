import { type EventEmitter, on } from 'node:events'
import type { TableName } from '@azmon/kql'
import { LocalError, type LocalErrorCode } from './errors'
import type { Refusals } from './ingest/refusals'
import type { QueryRows } from './query/query-rows'
import type { Row } from './rows/row'
import type { Store, TableCounts } from './store/store'
import { timeoutSignal } from './timeout-signal'

export type WantedCounts = Readonly<Partial<TableCounts>>

/** Emits `rows` after rows were stored, and `closed` when the store closes. */
export type Arrivals = EventEmitter<{ rows: []; closed: [] }>

/** Returns whether a row is the one to wait for. */
export type Matches<T extends TableName> = (row: Row<T>) => boolean | PromiseLike<boolean>

export interface WaitParts {
  readonly store: Store
  readonly refusals: Refusals
  readonly arrivals: Arrivals
  readonly timeoutMs: number
}

/** Resolves with the counts as soon as every named table has at least this many rows. */
export function waitForCounts(parts: WaitParts, wanted: WantedCounts): Promise<TableCounts> {
  return waitUntil(parts, 'AZMON_LOCAL_COUNTS_TIMEOUT', async () => {
    const counts = await parts.store.counts()
    const missing = missingRows(wanted, counts)
    return missing === '' ? { found: counts } : { missing }
  })
}

/** Resolves with the newest row that matches, as soon as there is one among the newest rows. */
export function waitForRow<T extends TableName>(parts: WaitParts, table: T, matches: Matches<T>): Promise<Row<T>> {
  return waitUntil(parts, 'AZMON_LOCAL_ROW_TIMEOUT', async () => {
    const rows = await parts.store.newest(table, MAX_ROWS)
    for (const row of rows) if (await matches(row)) return { found: row }
    return { missing: `a row in ${table} that matches, found ${rows.length} that do not` }
  })
}

/** Resolves with the rows of a query, as soon as it has any. */
export function waitForRows<R>(parts: WaitParts, query: () => Promise<QueryRows<R>>): Promise<readonly R[]> {
  return waitUntil(parts, 'AZMON_LOCAL_ROW_TIMEOUT', async () => {
    const { rows } = await query()
    return rows.length > 0 ? { found: rows } : { missing: 'a row of the query, found none' }
  })
}

// --- helpers, in order of use ---

/** A limit, because rows are read again after each arrival. */
const MAX_ROWS = 1_000

type Check<T> = { readonly found: T } | { readonly missing: string }

/** Checks now and after each arrival. Rejects at the timeout, when the store closes, and if the check rejects. */
async function waitUntil<T>(parts: WaitParts, code: LocalErrorCode, check: () => Promise<Check<T>>): Promise<T> {
  const signal = timeoutSignal(parts.timeoutMs)
  // Starts listening before the first check, so that no event in between is missed.
  const rowsStored = on(parts.arrivals, 'rows', { signal, close: ['closed'] })
  let missing = ''
  try {
    for (;;) {
      const checked = await check()
      if ('found' in checked) return checked.found
      missing = checked.missing
      const { done } = await rowsStored.next()
      if (done) throw new LocalError('AZMON_LOCAL_CLOSED', `Closed while waiting: expected ${missing}.`)
    }
  } catch (error) {
    throw signal.aborted && missing !== '' ? await timeoutError(parts, code, missing, error) : error
  } finally {
    await rowsStored.return?.()
  }
}

function missingRows(wanted: WantedCounts, counts: TableCounts): string {
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

async function timeoutError(
  { store, refusals, timeoutMs }: WaitParts,
  code: LocalErrorCode,
  missing: string,
  cause: unknown,
): Promise<LocalError> {
  const sentences = [
    `Timed out after ${timeoutMs} ms: expected ${missing}.`,
    storedRows(await store.counts()),
    ...rejectedItems(refusals),
    'Flush the client before waiting, and check that it sends to connectionString.',
  ]
  return new LocalError(code, sentences.join(' '), { cause })
}

function storedRows(counts: TableCounts): string {
  const stored = Object.entries(counts).filter(([, count]) => count > 0)
  return stored.length === 0
    ? 'No table has rows.'
    : `Rows per table: ${stored.map(([table, count]) => `${table} ${count}`).join(', ')}.`
}

function rejectedItems(refusals: Refusals): readonly string[] {
  const newest = refusals.newest().slice(0, MAX_REJECTED_SHOWN)
  if (newest.length === 0) return []
  const shown = newest.map(({ baseType, message }) => (baseType === '' ? message : `${baseType}: ${message}`))
  return [`Items rejected: ${refusals.total}, last ${shown.join('; ')}.`]
}

const MAX_REJECTED_SHOWN = 3
