import { displayWidth } from './display-width'

/** The error of a query, whichever copy of `@azmon/local` has thrown it. */
export interface QueryError {
  readonly message: string
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  /** The number of characters that the error is about. */
  readonly length: number
}

export function isQueryError(error: unknown): error is Error & QueryError {
  return (
    error instanceof Error && error.name === 'KqlError' && 'line' in error && 'column' in error && 'length' in error
  )
}

/** Returns the message, the line of the query, and a line with carets below the place. */
export function queryErrorLines(error: QueryError, query: string, terminalColumns = 100): readonly string[] {
  const lines = query.split('\n')
  const place = lines.length === 1 ? '' : `line ${error.line}: `
  const line = (lines[error.line - 1] ?? '').replaceAll(/[\t\r]/g, ' ')
  // Show only the part of a long line that is around the error.
  const start = Math.max(0, Math.min(error.column - 1 - terminalColumns / 4, line.length - terminalColumns + 4))
  const shown = line.slice(Math.floor(start), Math.floor(start) + terminalColumns - 4)
  const before = line.slice(Math.floor(start), error.column - 1)
  const marked = shown.slice(before.length, before.length + error.length)
  const carets = '^'.repeat(Math.max(1, displayWidth(marked)))
  return [`${place}${error.message}`, `  ${shown}`, `  ${' '.repeat(displayWidth(before))}${carets}`]
}
