import { printable } from '@azmon/core/adapter'
import type { QueryResult } from '@azmon/local'

export type Column = QueryResult['columns'][number]
export type Value = QueryResult['rows'][number][number]

/** Returns a value as a string: dynamic values as JSON, a missing value as an empty string. */
export function cellText(value: Value): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Formats a value for people: a datetime with milliseconds, or with all its digits if it is more exact. */
export function readableText(value: Value, { type }: Column): string {
  const text = cellText(value)
  return type === 'datetime' ? text.replace(/(\.\d{3})0+Z$/, '$1Z') : text
}

/** Puts text on one line, as the terminal will print it, so that its width is known. */
export function onOneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim())
}
