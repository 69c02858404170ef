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

/** Returns all queries of a text, in order. Parts that contain only comments are no queries. */
export function statements(text: string): readonly Statement[] {
  const found: Statement[] = []
  for (let at = 0; at < text.length; ) {
    const statement = statementAt(text, at)
    if (/\S/.test(statement.text.replace(COMMENTS, ''))) found.push(statement)
    const rest = text.slice(statement.end)
    at = statement.end + (/^\s+/.exec(rest)?.[0].length ?? rest.length)
  }
  return found
}

// --- helpers ---

const BLANK_LINE = /\r?\n[ \t]*\r?\n/
const BLANK_LINES = /\r?\n[ \t]*(?:\r?\n[ \t]*)*\r?\n/g
const COMMENTS = /^\s*\/\/.*$/gm
