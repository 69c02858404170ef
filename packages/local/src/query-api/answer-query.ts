import { reasonOf } from '../errors'
import type { QuerySource } from '../query/query-source'
import type { Answer } from './answer'
import { errorAnswer, invalidRequest } from './api-error'
import { parsePreferences } from './preferences'
import { readQuery } from './read-query'
import { resultJson } from './result-json'

export interface QueryCall {
  /** The parsed body of a POST, or the parameters of a GET. */
  readonly body: unknown
  /** The value of the `Prefer` header. */
  readonly prefer: string | undefined
  /** Aborted if the client has gone. */
  readonly signal: AbortSignal
}

/** Answers one query of the API. */
export async function answerQuery(source: QuerySource, { body, prefer, signal }: QueryCall): Promise<Answer> {
  const query = readQuery(body, Date.now())
  if (query.kind === 'invalid') return invalidRequest(query.message)
  const preferences = parsePreferences(prefer)
  const { timeoutMs, maxRows = MAX_ROWS } = preferences
  const { text, timeRange } = query
  try {
    const limits = { timeoutMs, maxRows: Math.min(maxRows, MAX_ROWS), maxBytes: MAX_BYTES }
    const result = await source.query({ text, timeRange, signal, ...limits })
    return { status: 200, json: resultJson(result, preferences) }
  } catch (error) {
    return errorAnswer(error)
  }
}

/** Reads a body of JSON, and answers it if it is one. */
export async function answerJson(text: string, answer: (body: unknown) => Promise<Answer>): Promise<Answer> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    return invalidRequest(`The body must be JSON: ${reasonOf(error)}`)
  }
  return answer(body)
}

// --- helpers ---

/** The limits of the service. */
const MAX_ROWS = 500_000
const MAX_BYTES = 64 * 1024 * 1024
