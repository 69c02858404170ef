import type { TableName } from '@azmon/kql'
import { LocalError, reasonOf } from '../errors'
import { parseItem } from '../ingest/parse-item'
import type { TableRow } from '../rows/row'
import type { Store } from '../store/store'
import { problemOfFirstLine } from './file-format'
import { type FileRow, parseRowLine } from './parse-row-line'
import { lineError, readLines } from './read-lines'

/** What became of the rows of a file. */
export interface ImportResult {
  /** The number of rows in the file: the sum of the next three. */
  readonly rows: number
  readonly added: number
  /** Rows that are already stored: those with the same table, time and itemId. */
  readonly duplicates: number
  /** Rows that are older than the store keeps. */
  readonly expired: number
  /** The time of the oldest row that is now stored, in ISO 8601. Undefined if none is. */
  readonly from: string | undefined
  /** The time of the newest row that is now stored. */
  readonly to: string | undefined
}

export interface ImportParts {
  readonly store: Store
  /** Rows before this time are not added. */
  readonly oldestMicros: bigint
  /** Called after each stored batch. */
  readonly onRowsStored: (rows: readonly TableRow[]) => void
  readonly signal: AbortSignal
}

/**
 * Adds the rows of a file to a store. Checks the whole file first, so that a broken file adds nothing. Adds them in batches, each
 * entirely or not at all. If one cannot be stored, those before it stay, and another import of the file adds the others.
 * @throws LocalError `AZMON_LOCAL_IMPORT_FILE` or `AZMON_LOCAL_IMPORT_STORE`, or the reason of the signal.
 */
export async function importFile(path: string, parts: ImportParts): Promise<ImportResult> {
  for await (const _ of readBatches(path)) parts.signal.throwIfAborted()
  const counts = { rows: 0, added: 0, duplicates: 0, expired: 0 }
  let [from, to]: [bigint | undefined, bigint | undefined] = [undefined, undefined]
  for await (const batch of readBatches(path)) {
    parts.signal.throwIfAborted()
    const kept = batch.filter(({ timeMicros }) => timeMicros >= parts.oldestMicros)
    const added = await addBatch(kept, counts.added, parts)
    counts.rows += batch.length
    counts.added += added
    counts.duplicates += kept.length - added
    counts.expired += batch.length - kept.length
    for (const { timeMicros } of kept) {
      if (from === undefined || timeMicros < from) from = timeMicros
      if (to === undefined || timeMicros > to) to = timeMicros
    }
  }
  return { ...counts, from: isoOf(from), to: isoOf(to) }
}

// --- helpers, in order of use ---

const BATCH_ROWS = 1_000
const BATCH_CHARACTERS = 4 * 1024 * 1024

async function* readBatches(path: string): AsyncGenerator<readonly FileRow[]> {
  let batch: FileRow[] = []
  let characters = 0
  let isEmpty = true
  for await (const { number, text } of readLines(path)) {
    isEmpty = false
    if (number === 1) {
      checkFirstLine(text)
      continue
    }
    const parsed = parseRowLine(text)
    if (parsed.kind === 'broken') throw lineError(number, parsed.reason)
    batch.push(parsed.row)
    characters += text.length
    if (batch.length === BATCH_ROWS || characters > BATCH_CHARACTERS) {
      yield batch
      batch = []
      characters = 0
    }
  }
  if (isEmpty) checkFirstLine('')
  if (batch.length > 0) yield batch
}

function checkFirstLine(text: string): void {
  const item = parseItem(text)
  const problem = problemOfFirstLine(item.kind === 'parsed' ? item.value : undefined)
  if (problem !== undefined) throw lineError(1, problem)
}

/** Adds the rows of a batch that are not yet stored, and returns their number. */
async function addBatch(batch: readonly FileRow[], addedBefore: number, parts: ImportParts): Promise<number> {
  try {
    const isNew = await newRowsOf(batch, parts.store)
    const rows = batch.filter(isNew).map(({ tableRow }) => tableRow)
    if (rows.length === 0) return 0
    await parts.store.append(rows)
    parts.onRowsStored(rows)
    return rows.length
  } catch (cause) {
    parts.signal.throwIfAborted()
    throw new LocalError(
      'AZMON_LOCAL_IMPORT_STORE',
      `The rows could not be stored (${reasonOf(cause)}). ${addedBefore} rows were added; import the file again to add the others.`,
      { cause },
    )
  }
}

/** Returns a function that tells whether a row is neither stored nor earlier in the batch. Call it once for each row. */
async function newRowsOf(batch: readonly FileRow[], store: Store): Promise<(row: FileRow) => boolean> {
  const seen = new Set<string>()
  for (const table of new Set(batch.map(({ tableRow }) => tableRow.table))) {
    const rows = batch.filter(({ tableRow }) => tableRow.table === table)
    const stored = await store.read(storedIds(table, rows), { maxRows: rows.length })
    for (const [itemId] of stored.rows) seen.add(`${table} ${itemId}`)
  }
  return ({ tableRow, itemId }) => {
    const known = seen.size
    return seen.add(`${tableRow.table} ${itemId}`).size > known
  }
}

/** The times let DuckDB skip most of the table. */
function storedIds(table: TableName, rows: readonly FileRow[]): string {
  const micros = rows.map(({ timeMicros }) => timeMicros).sort((a, b) => (a < b ? -1 : 1))
  return `SELECT DISTINCT "itemId" FROM "${table}"
    WHERE "timestamp" BETWEEN make_timestamp(${micros[0]}) AND make_timestamp(${micros.at(-1)})
    AND "itemId" IN (${rows.map(({ itemId }) => `'${itemId}'`).join(', ')})`
}

function isoOf(micros: bigint | undefined): string | undefined {
  return micros === undefined ? undefined : new Date(Number(micros / 1_000n)).toISOString()
}
