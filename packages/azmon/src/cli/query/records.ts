import type { QueryResult } from '@azmon/local'
import { type Column, readableText, type Value } from './cell-text'
import { displayWidth } from './display-width'

/** Returns the lines of rows that are too wide for a table: one block per row, without empty values. */
export function recordLines(columns: readonly Column[], rows: QueryResult['rows']): readonly string[] {
  return rows.flatMap((row, index) => [...(index === 0 ? [] : ['']), ...blockLines(columns, row, index + 1)])
}

// --- helpers, in order of use ---

function blockLines(columns: readonly Column[], row: readonly Value[], number: number): readonly string[] {
  const fields = columns
    .map((column, i) => ({ name: column.name, text: blockText(row[i] ?? null, column) }))
    .filter(({ text }) => text !== '')
  const width = Math.max(0, ...fields.map(({ name }) => displayWidth(name)))
  const indent = ' '.repeat(width + 4)
  return [
    `row ${number}`,
    ...fields.flatMap(({ name, text }) =>
      text
        .split('\n')
        .map((line, i) => (i === 0 ? `  ${name}${' '.repeat(width - displayWidth(name))}  ` : indent) + line),
    ),
  ]
}

/** Returns a value with its line breaks, and an object with one line per property. */
function blockText(value: Value, column: Column): string {
  if (typeof value !== 'object' || value === null) return readableText(value, column).replace(/\r\n?/g, '\n').trimEnd()
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value, null, 2)
}
