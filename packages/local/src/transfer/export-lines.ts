import {
  applicationInsightsSchema,
  type ColumnSchema,
  type TableName,
  type TableSchema,
  type TimeRange,
} from '@azmon/kql'
import type { Store } from '../store/store'
import { FIRST_LINE } from './file-format'
import { rowLine, type StoredValues } from './row-line'

/** The times of the rows to export, in microseconds since 1970. */
export interface ExportRange {
  /** The first moment. @default the beginning */
  readonly fromMicros?: bigint | undefined
  /** The first moment after the range. @default after the newest row */
  readonly toMicros?: bigint | undefined
}

export function toExportRange({ fromMs, toMs }: TimeRange): ExportRange {
  return { fromMicros: BigInt(Math.round(fromMs * 1_000)), toMicros: BigInt(Math.round(toMs * 1_000)) }
}

/**
 * Yields the lines of a file with all rows of the range, some hundred lines at a time, table by table and by time. A table ends
 * with its newest row at the time when its turn comes.
 *
 * Each part is a query of its own: a slow reader must not keep a transaction open, which would prevent checkpoints.
 */
export async function* exportLines(store: Store, range: ExportRange): AsyncGenerator<string> {
  yield `${FIRST_LINE}\n`
  for (const table of tables) {
    let start = range.fromMicros === undefined ? 'true' : `"timestamp" >= make_timestamp(${range.fromMicros})`
    for (const endMicros of await windowEnds(store, table, range)) {
      yield* windowLines(store, table, `${start} AND "timestamp" <= make_timestamp(${endMicros})`)
      start = `"timestamp" > make_timestamp(${endMicros})`
    }
  }
}

// --- helpers, in order of use ---

const schema: Readonly<Record<TableName, TableSchema>> = applicationInsightsSchema
const tables = Object.keys(schema) as TableName[]

/** A query with a start and an end reads only a few row groups of a table, however large that is. */
const WINDOW_ROWS = 2_000

/** Divides the range into windows of about as many rows, and returns the time of the last row of each. */
async function windowEnds(
  store: Store,
  table: TableName,
  { fromMicros, toMicros }: ExportRange,
): Promise<readonly bigint[]> {
  const times = `SELECT "timestamp" AS "time", row_number() OVER (ORDER BY "timestamp" DESC) AS "n" FROM "${table}"
    WHERE ${fromMicros === undefined ? 'true' : `"timestamp" >= make_timestamp(${fromMicros})`}
    AND ${toMicros === undefined ? 'true' : `"timestamp" < make_timestamp(${toMicros})`}`
  const ends = `SELECT DISTINCT epoch_us("time") AS "end" FROM (${times}) WHERE "n" % ${WINDOW_ROWS} = 1 ORDER BY "end"`
  const { rows } = await store.read(ends, { maxRows: Number.POSITIVE_INFINITY })
  return rows.map(([end]) => end as bigint)
}

/** Yields the rows of a window in parts, because a window may have large rows, and many with the same time. */
async function* windowLines(store: Store, table: TableName, window: string): AsyncGenerator<string> {
  const { columns } = schema[table]
  const [time, id] = ['timestamp', 'itemId'].map((name) => columns.findIndex((column) => column.name === name) + 1)
  let condition = window
  for (;;) {
    const { rows, isTruncated } = await store.read(selectOf(table, columns, condition), {
      maxRows: PART_ROWS,
      maxBytes: PART_BYTES,
    })
    const last = rows.at(-1)
    if (last === undefined) return
    yield inOrderOfArrival(rows, time!)
      .map((row) => `${rowLine(table, columns, row.slice(1))}\n`)
      .join('')
    if (!isTruncated) return
    condition = `${window} AND ${after(last[time!], last[id!])}`
  }
}

const PART_ROWS = 500
const PART_BYTES = 4 * 1024 * 1024

/** Selects one row more than a part has, which tells whether there are more. */
function selectOf(table: TableName, columns: readonly ColumnSchema[], condition: string): string {
  const values = columns.map(({ name, type }) => (type === 'datetime' ? `epoch_us("${name}")` : `"${name}"`))
  return `SELECT rowid, ${values.join(', ')} FROM "${table}" WHERE ${condition}
    ORDER BY "timestamp", "itemId" LIMIT ${PART_ROWS + 1}`
}

/** Parts continue by time and id, because row ids may change when rows are dropped. */
function after(micros: unknown, itemId: unknown): string {
  const time = `make_timestamp(${micros})`
  const id = String(itemId).replaceAll("'", "''")
  return `"timestamp" >= ${time} AND ("timestamp" > ${time} OR "itemId" > '${id}')`
}

/** Sorts rows of the same microsecond by row id, because many senders have only milliseconds. */
function inOrderOfArrival(rows: readonly StoredValues[], time: number): StoredValues[] {
  const order = (a: StoredValues, b: StoredValues, index: number) => Number((a[index] as bigint) - (b[index] as bigint))
  return rows.toSorted((a, b) => order(a, b, time) || order(a, b, 0))
}
