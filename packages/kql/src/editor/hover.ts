import { aggregateNamed } from '../aggregates/index'
import { findTable } from '../binding/tables'
import type { Span } from '../errors'
import { functionNamed } from '../functions/index'
import { operatorDoc } from '../operators/index'
import type { TableSchema } from '../schema'

export interface Hover extends Span {
  /** The signature of a function, or the name and kind of anything else. */
  readonly title: string
  /** One line. */
  readonly text: string
}

/** Describes the function, operator or table at an offset. */
export function hover(text: string, offset: number, schema: Readonly<Record<string, TableSchema>>): Hover | undefined {
  const span = wordAt(text, offset)
  const word = text.slice(span.start, span.end)
  if (word === '') return undefined
  const isCall = text[span.end] === '('
  const entry = isCall ? functionNamed(word)?.entry : undefined
  if (entry !== undefined) return { ...span, title: entry.signature, text: entry.doc }
  const aggregate = isCall ? aggregateNamed(word) : undefined
  if (aggregate !== undefined) return { ...span, title: aggregate.signature, text: aggregate.doc }
  const operator = /(?:^|[|(;])\s*$/.test(text.slice(0, span.start)) ? operatorDoc(word) : undefined
  if (operator !== undefined) return { ...span, title: word, text: operator }
  const table = findTable(schema, word)
  return table && { ...span, title: word, text: `Table with ${table.table.columns.length} columns.` }
}

/** The word at or directly before an offset, including the hyphens of operators such as `project-away`. */
export function wordAt(text: string, offset: number): Span {
  let start = offset
  while (start > 0 && /[\w$-]/.test(text[start - 1]!)) start--
  let end = offset
  while (end < text.length && /[\w$-]/.test(text[end]!)) end++
  return { start, end }
}
