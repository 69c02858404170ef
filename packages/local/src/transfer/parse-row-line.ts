import { applicationInsightsSchema, type ColumnType, type TableName, type TableSchema } from '@azmon/kql'
import { instantMicros } from '../ingest/instant'
import { parseItem } from '../ingest/parse-item'
import { isWireObject, type WireObject } from '../ingest/wire'
import type { TableRow } from '../rows/row'

/** A row that a file holds, with the columns that every row has. */
export interface FileRow {
  readonly tableRow: TableRow
  readonly itemId: string
  readonly timeMicros: bigint
}

export type ParsedRowLine =
  | { readonly kind: 'row'; readonly row: FileRow }
  | { readonly kind: 'broken'; readonly reason: string }

/**
 * More than the limits of an item, because columns repeat some of its values, and strings may take more bytes in JSON that is
 * written anew.
 */
export const ROW_LIMITS = { maxBytes: 512 * 1024, maxDepth: 80, maxValues: 16_384 }

/** Parses a line of a file, and checks that the store can hold its row. */
export function parseRowLine(text: string): ParsedRowLine {
  const item = parseItem(text, ROW_LIMITS)
  if (item.kind === 'too-long') return broken(`It must not exceed ${ROW_LIMITS.maxBytes} bytes.`)
  if (item.kind === 'too-complex') {
    return broken(`It must not exceed ${ROW_LIMITS.maxValues} values or a depth of ${ROW_LIMITS.maxDepth}.`)
  }
  if (item.kind !== 'parsed' || !isWireObject(item.value)) return broken('It is not a JSON object.')
  const { table, row } = item.value
  const columns = typeof table === 'string' ? columnsByTable.get(table) : undefined
  if (columns === undefined) return broken('Its table is unknown. Update azmon if the file is of a newer version.')
  if (!isWireObject(row)) return broken('It has no row.')
  return parseRow(table as TableName, columns, row)
}

// --- helpers, in order of use ---

type Columns = ReadonlyMap<string, ColumnType>

const columnsByTable: ReadonlyMap<string, Columns> = new Map(
  Object.entries<TableSchema>(applicationInsightsSchema).map(([table, { columns }]) => [
    table,
    new Map(columns.map(({ name, type }) => [name, type])),
  ]),
)

function broken(reason: string): ParsedRowLine {
  return { kind: 'broken', reason }
}

function parseRow(table: TableName, columns: Columns, values: WireObject): ParsedRowLine {
  const row: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const type = columns.get(name)
    if (type === undefined) return broken('It has an unknown column. Update azmon if the file is of a newer version.')
    const parsed = parseByType[type](value)
    if (parsed === undefined) return broken(`Its ${name} is not a value of type ${type}.`)
    row[name] = parsed
  }
  const { itemId, timestamp } = row
  if (typeof itemId !== 'string' || !ITEM_ID.test(itemId)) return broken('Its itemId is missing or is not an id.')
  if (typeof timestamp !== 'bigint') return broken('Its timestamp is missing.')
  return { kind: 'row', row: { tableRow: { table, row } as TableRow, itemId, timeMicros: timestamp } }
}

const ITEM_ID = /^[\w-]{1,128}$/

/** Returns the value to store, or undefined if it has another type. */
const parseByType: Readonly<Record<ColumnType, (value: unknown) => unknown>> = {
  string: stringOf,
  guid: stringOf,
  int: (value) => ((Number(value) | 0) === value ? value : undefined),
  long: (value) => (typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? int64(BigInt(value)) : undefined),
  real: (value) => (typeof value === 'number' ? value : reals.get(value)),
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  datetime: (value) => (typeof value === 'string' ? instantMicros(value) : undefined),
  dynamic: (value) => value,
}

const reals: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
])

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function int64(value: bigint): bigint | undefined {
  return BigInt.asIntN(64, value) === value ? value : undefined
}
