/** Columns of a printed table: a heading and how wide it may become. */
export interface Column<T> {
  readonly heading: string
  readonly maxWidth: number
  readonly cell: (row: T) => string
}

/** Rows as lines of text, each column as wide as it needs and no wider than it may. */
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

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

function clip(text: string, maxWidth: number): string {
  return text.length <= maxWidth ? text : `${text.slice(0, maxWidth - 1)}…`
}
