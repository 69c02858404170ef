import { KqlError } from '@azmon/kql'
import type { QueryRequest, QueryResult, QuerySource } from '../query-source'
import { workspaceTables } from './workspace-tables'

/** Lets queries of a workspace name the tables and columns of Application Insights, as the queries of the page do. */
export class WorkspaceSource implements QuerySource {
  readonly name: string
  readonly #source: QuerySource

  constructor(source: QuerySource) {
    this.name = source.name
    this.#source = source
  }

  async query(request: QueryRequest): Promise<QueryResult> {
    const tables = workspaceTables(request.text)
    try {
      return await this.#source.query({ ...request, text: tables + request.text })
    } catch (error) {
      throw error instanceof KqlError && tables !== '' ? withoutFirstLine(error, tables.length) : error
    }
  }
}

// --- helpers ---

/** Returns the error with its place in the text of the user. */
function withoutFirstLine({ code, span, message, line, column }: KqlError, length: number): KqlError {
  const isInFirstLine = line === 1
  const [start, end] = isInFirstLine ? [0, 1] : [span.start - length, span.end - length]
  const moved = new KqlError(code, { start, end }, message)
  moved.line = isInFirstLine ? 1 : line - 1
  moved.column = isInFirstLine ? 1 : column
  return moved
}
