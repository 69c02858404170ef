import type { Span } from '../errors'

export interface Statement extends Span {
  readonly text: string
}

/** Returns the query at an offset. Blank lines divide queries, as in the editors of Azure. */
export function statementAt(text: string, offset: number): Statement {
  const before = text.slice(0, offset)
  const start = Math.max(0, ...[...before.matchAll(BLANK_LINES)].map((match) => match.index + match[0].length))
  const rest = text.slice(start)
  const end = start + (BLANK_LINE.exec(rest)?.index ?? rest.length)
  return { start, end: Math.max(end, start), text: text.slice(start, end) }
}

// --- helpers ---

const BLANK_LINE = /\r?\n[ \t]*\r?\n/
const BLANK_LINES = /\r?\n[ \t]*(?:\r?\n[ \t]*)*\r?\n/g
