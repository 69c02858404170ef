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
  /** The limit for the rows, in bytes. */
  readonly maxBytes: number
  /** Aborted if the client has gone. */
  readonly signal: AbortSignal
}

/** The limit of the service. */
export const MAX_RESULT_BYTES = 64 * 1024 * 1024

/** Answers one query of the API. */
export async function answerQuery(source: QuerySource, { body, prefer, maxBytes, signal }: QueryCall): Promise<Answer> {
  const query = readQuery(body, Date.now())
  if (query.kind === 'invalid') return invalidRequest(query.message)
  const preferences = parsePreferences(prefer)
  const { timeoutMs, maxRows = MAX_ROWS } = preferences
  const { timeRange } = query
  const text = HEALTH_CHECK.test(query.text) ? NO_ACTIVITY : query.text
  try {
    const limits = { timeoutMs, maxRows: Math.min(maxRows, MAX_ROWS), maxBytes }
    const result = await source.query({ text, timeRange, signal, ...limits })
    return { status: 200, json: await resultJson(result, preferences) }
  } catch (error) {
    return errorAnswer(error)
  }
}

// --- helpers ---

const MAX_ROWS = 500_000

/** Grafana checks with this query whether it can read a workspace. No table has the activities of a subscription. */
const HEALTH_CHECK = /^\s*AzureActivity\s*\|\s*(?:limit|take)\s+1\s*$/
const NO_ACTIVITY = 'datatable(TimeGenerated: datetime, OperationNameValue: string, ActivityStatusValue: string)[]'
