import { dynamicObject, type QueryTable, type Value } from '../../query/client'

/** Returns the rows as comma-separated values (RFC 4180), with a header. */
export function toCsv({ columns, rows }: QueryTable): string {
  const lines = [columns.map(({ name }) => name), ...rows]
  return lines.map((line) => line.map(csvField).join(',')).join('\r\n')
}

/** Returns the rows as a JSON array of objects, with dynamic values as they are. */
export function toJson(table: QueryTable): string {
  return JSON.stringify(
    table.rows.map((row) => rowObject(table, row)),
    null,
    2,
  )
}

/** Returns a row as an object by column name. */
export function rowObject({ columns }: QueryTable, row: readonly Value[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map(({ name, type }, index) => [name, jsonValue(type, row[index] ?? null)]))
}

/** Returns the value of a cell as JSON holds it. */
export function jsonValue(type: string, value: Value): unknown {
  if (type !== 'dynamic' || typeof value !== 'string') return value
  if (value.startsWith('{')) return dynamicObject(value)
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** Lets the browser save a text as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
  URL.revokeObjectURL(href)
}

// --- helpers ---

/** Spreadsheets run a text that begins like this as a formula. An apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r](?!\d+(\.\d+)?$)/

function csvField(value: Value): string {
  if (value === null) return ''
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
