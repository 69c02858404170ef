import type { Column, QueryTable, Value } from '../query/client'

export interface Sorting {
  readonly column: number
  readonly isDescending: boolean
}

export function isNumber(type: string): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal'
}

/** Returns how many decimals a column shows: as many as its values need, at most 3. */
export function decimalsOf({ type }: Column, rows: QueryTable['rows'], index: number): number {
  if (type !== 'real' && type !== 'decimal') return 0
  return rows.slice(0, SAMPLE).reduce((most, row) => {
    const decimals = /\.(\d+)$/.exec(String(row[index]))?.[1]?.length ?? 0
    return Math.min(MAX_DECIMALS, Math.max(most, decimals))
  }, 0)
}

/** Returns the text of a cell, in one line. */
export function formatCell(type: string, value: Value, decimals: number): string {
  if (value === null) return 'null'
  if (isNumber(type)) return formatNumber(value, decimals)
  if (type === 'datetime') {
    return String(value)
      .replace('T', ' ')
      .replace(/(\.\d{3})\d*/, '$1')
      .replace(/\.000(?=Z|$)/, '')
      .replace('Z', '')
  }
  return String(value).slice(0, MAX_CHARACTERS).replace(/\s+/g, ' ')
}

/** Returns the positions of the rows in their order. Nulls come last. */
export function sortedIndexes({ rows, columns }: QueryTable, sorting: Sorting | undefined): readonly number[] {
  const indexes = rows.map((_, index) => index)
  if (sorting === undefined) return indexes
  const { column, isDescending } = sorting
  const keys = rows.map((row) => sortKey(columns[column]!.type, row[column] ?? null))
  const direction = isDescending ? -1 : 1
  return indexes.sort((a, b) => {
    const [first, second] = [keys[a]!, keys[b]!]
    if (first === second) return a - b
    if (first === null || second === null) return first === null ? 1 : -1
    return first < second ? -direction : direction
  })
}

/** Returns the widths of the columns in pixels: by their first rows, and text columns fill what is left of the grid. */
export function columnWidths({ columns, rows }: QueryTable, widthPx: number): readonly number[] {
  const wanted = columns.map(({ name, type }, index) => {
    const decimals = decimalsOf({ name, type }, rows, index)
    const longest = rows
      .slice(0, SAMPLE)
      .reduce((most, row) => Math.max(most, formatCell(type, row[index] ?? null, decimals).length), 0)
    const header = (name.length + type.length) * 7 + 44
    return Math.min(MAX_WIDTH_PX, Math.max(72, header, longest * 7.5 + 26))
  })
  const spare = widthPx - wanted.reduce((sum, width) => sum + width, 0)
  const elastic = columns.flatMap(({ type }, index) => (type === 'string' || type === 'dynamic' ? [index] : []))
  if (spare <= 0 || elastic.length === 0) return wanted.map(Math.floor)
  const share = spare / elastic.length
  return wanted.map((width, index) =>
    Math.floor(elastic.includes(index) ? Math.max(width, Math.min(width + share, MAX_FILLED_PX)) : width),
  )
}

/** Returns which columns are in the document: the visible ones, and some beside them. `end` is excluded. */
export function columnWindow(
  widths: readonly number[],
  scrollLeft: number,
  widthPx: number,
): { readonly first: number; readonly end: number } {
  let [first, end, left] = [0, widths.length, 0]
  for (const [index, width] of widths.entries()) {
    if (left + width < scrollLeft - BESIDE_PX) first = index + 1
    if (left > scrollLeft + Math.max(widthPx, 1) + BESIDE_PX) {
      end = index
      break
    }
    left += width
  }
  return { first: Math.min(first, Math.max(0, end - 1)), end }
}

// --- helpers, in order of use ---

/** How far beside the visible part columns are kept. */
const BESIDE_PX = 400

/** The number of rows that decide widths and decimals. */
const SAMPLE = 200
const MAX_DECIMALS = 3
const MAX_CHARACTERS = 500
const MAX_WIDTH_PX = 380
/** About 120 characters. */
const MAX_FILLED_PX = 840

/** Integers beyond 2^53 are strings. */
function formatNumber(value: Exclude<Value, null>, decimals: number): string {
  if (typeof value === 'string') return /^-?\d+$/.test(value) ? BigInt(value).toLocaleString('en') : value
  if (typeof value !== 'number') return String(value)
  return numberFormat(decimals).format(value)
}

const formats = new Map<number, Intl.NumberFormat>()

function numberFormat(decimals: number): Intl.NumberFormat {
  const known = formats.get(decimals)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: MAX_DECIMALS })
  formats.set(decimals, made)
  return made
}

/** KQL compares strings by their characters, and so do these keys. */
function sortKey(type: string, value: Value): string | number | null {
  if (value === null) return null
  if (isNumber(type)) return Number(value)
  if (type === 'timespan') return timespanKey(String(value))
  return typeof value === 'boolean' ? Number(value) : value
}

/** Reads `-1.02:03:04.5` as a number that has the order of the timespans. */
function timespanKey(text: string): number {
  const [, sign, days = '0', hours, minutes, seconds] = /^(-)?(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(text) ?? []
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return sign === undefined ? total : -total
}
