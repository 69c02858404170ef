import type { QueryResult } from '@azmon/local'
import { cellText } from './cell-text'

/**
 * Returns a header and one record per row.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvLines({ columns, rows }: QueryResult): readonly string[] {
  return [columns.map(({ name }) => name), ...rows.map((row) => row.map(cellText))].map((record) =>
    record.map(field).join(','),
  )
}

// --- helpers ---

function field(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n')
  return /[",\n]|^\s|\s$/.test(lines) ? `"${lines.replaceAll('"', '""')}"` : lines
}
