import { printable } from '@azmon/core/adapter'

/** A column of a printed table. */
export interface Column<T> {
  readonly heading: string
  readonly maxWidth: number
  readonly cell: (row: T) => string
}

/** Formats rows as a table. Each column is as wide as its content, up to its maximum. */
export function formatTable<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = rows.map((row) => columns.map(({ cell, maxWidth }) => clip(oneLine(cell(row)), maxWidth)))
  const widths = columns.map(({ heading }, i) => Math.max(heading.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const line = (texts: readonly string[]) =>
    `  ${texts.map((text, i) => text.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()
  return [
    line(columns.map(({ heading }) => heading)),
    line(widths.map((width) => '─'.repeat(width))),
    ...cells.map(line),
  ].join('\n')
}

/** Web pages may send rows to the demo, too. */
function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' '))
}

function clip(text: string, maxWidth: number): string {
  return text.length <= maxWidth ? text : `${text.slice(0, maxWidth - 1)}…`
}
