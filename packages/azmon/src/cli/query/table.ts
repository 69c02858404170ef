import type { QueryResult } from '@azmon/local'
import { type Column, onOneLine, readableText } from './cell-text'
import { cutToWidth, displayWidth } from './display-width'
import { recordLines } from './records'

/**
 * Returns the lines of a table. If the terminal is too narrow, long strings are cut; if that is not enough, each row becomes a
 * block of lines.
 */
export function tableLines(
  { columns, rows }: QueryResult,
  terminalColumns = Number.POSITIVE_INFINITY,
): readonly string[] {
  const cells = rows.map((row) => columns.map((column, i) => onOneLine(readableText(row[i] ?? null, column))))
  const natural = columns.map(({ name }, i) =>
    cells.reduce((width, row) => Math.max(width, displayWidth(row[i] ?? '')), displayWidth(name)),
  )
  const widths = fit(columns, natural, terminalColumns)
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

/** A string that is cut further than this cannot be told from others. */
const MIN_CUT_WIDTH = 12

/** Returns the widths of the columns, of which only strings may be cut. Undefined if they do not fit. */
function fit(
  columns: readonly Column[],
  natural: readonly number[],
  terminalColumns: number,
): readonly number[] | undefined {
  const room = terminalColumns - GAP.length * (columns.length - 1)
  const widthsAt = (limit: number) =>
    natural.map((width, i) => (isCuttable(columns[i]) ? Math.min(width, limit) : width))
  const sumAt = (limit: number) => widthsAt(limit).reduce((sum, width) => sum + width, 0)
  if (sumAt(Number.POSITIVE_INFINITY) <= room) return natural
  let limit = Math.min(room, Math.max(...natural))
  while (limit >= MIN_CUT_WIDTH && sumAt(limit) > room) limit--
  return limit >= MIN_CUT_WIDTH ? widthsAt(limit) : undefined
}

function isCuttable(column: Column | undefined): boolean {
  return column?.type === 'string' || column?.type === 'dynamic' || column?.type === 'guid'
}

function isNumber(column: Column | undefined): boolean {
  return column !== undefined && ['int', 'long', 'real', 'decimal'].includes(column.type)
}

function aligned(text: string, width: number, isRight: boolean): string {
  const cut = cutToWidth(text, width)
  const padding = ' '.repeat(Math.max(0, width - displayWidth(cut)))
  return isRight ? padding + cut : cut + padding
}
