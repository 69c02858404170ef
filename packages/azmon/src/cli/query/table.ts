import type { QueryResult } from '@azmon/local'
import { type Column, onOneLine, readableText } from './cell-text'
import { cutToWidth, displayWidth } from './display-width'
import { recordLines } from './records'

/**
 * Returns the lines of a table. If the terminal is too narrow, long strings are cut; if that is not enough, each row becomes a
 * block of lines.
 */
export function tableLines(
  { columns, rows }: Pick<QueryResult, 'columns' | 'rows'>,
  terminalColumns = Number.POSITIVE_INFINITY,
): readonly string[] {
  const cells = rows.map((row) => columns.map((column, i) => onOneLine(readableText(row[i] ?? null, column))))
  const widths = fit(columns, cells, terminalColumns)
  if (widths === undefined) return recordLines(columns, rows)
  const lineOf = (texts: readonly string[]) =>
    texts
      .map((text, i) => aligned(text, widths[i] ?? 0, isNumber(columns[i])))
      .join(GAP)
      .trimEnd()
  return [
    lineOf(columns.map(({ name }) => name)),
    widths.map((width) => '─'.repeat(width)).join(GAP),
    ...cells.map(lineOf),
  ]
}

// --- helpers, in order of use ---

const GAP = '  '

/** Strings that are cut to fewer characters are hard to tell apart. */
const MIN_CUT_WIDTH = 12

/**
 * Returns the widths of the columns. Cuts text before ids and other strings without spaces, which people copy, and never
 * numbers and times. Undefined if they do not fit.
 */
function fit(
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  terminalColumns: number,
): readonly number[] | undefined {
  const natural = columns.map(({ name }, i) =>
    cells.reduce((width, row) => Math.max(width, displayWidth(row[i] ?? '')), displayWidth(name)),
  )
  const isString = columns.map(({ type }) => CUTTABLE.has(type))
  const isText = columns.map((_, i) => isString[i] === true && cells.some((row) => row[i]?.includes(' ')))
  const room = terminalColumns - GAP.length * (columns.length - 1)
  return cut(natural, isText, room) ?? cut(natural, isString, room)
}

const CUTTABLE: ReadonlySet<Column['type']> = new Set(['string', 'dynamic', 'guid'])

/** Cuts the widest of some columns until all fit. */
function cut(natural: readonly number[], isCuttable: readonly boolean[], room: number): readonly number[] | undefined {
  let widths = natural
  let limit = Math.min(room, Math.max(...natural))
  while (widths.reduce((sum, width) => sum + width, 0) > room) {
    if (limit < MIN_CUT_WIDTH) return undefined
    widths = natural.map((width, i) => (isCuttable[i] ? Math.min(width, limit) : width))
    limit--
  }
  return widths
}

function isNumber(column: Column | undefined): boolean {
  return column !== undefined && ['int', 'long', 'real', 'decimal'].includes(column.type)
}

function aligned(text: string, width: number, isRight: boolean): string {
  const cut = cutToWidth(text, width)
  const padding = ' '.repeat(Math.max(0, width - displayWidth(cut)))
  return isRight ? padding + cut : cut + padding
}
