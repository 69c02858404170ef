import { KqlError } from '@azmon/kql'
import { LocalError } from '../errors'
import type { QueryResult, QuerySource } from '../query/query-source'
import type { Check, CheckOperator } from './check'

/** A check with what its query has found. */
export interface EvaluatedCheck extends Check {
  readonly outcome: CheckOutcome
}

export type CheckOutcome =
  | {
      readonly kind: 'ok' | 'fired'
      /** The number of rows, or of those that were counted. */
      readonly rowCount: number
      /** Whether there are more rows than were counted. */
      readonly isTruncated: boolean
      readonly columns: QueryResult['columns']
      /** The first rows, at most 20. */
      readonly rows: QueryResult['rows']
    }
  | {
      readonly kind: 'failed'
      readonly code: string
      readonly message: string
      /** The place in the query, if that is wrong. */
      readonly place: { readonly line: number; readonly column: number; readonly length: number } | undefined
    }

/** Evaluates a check now. Does not reject if its query fails. */
export async function evaluateCheck(
  check: Check,
  source: QuerySource,
  nowMs = Date.now(),
  signal?: AbortSignal,
): Promise<EvaluatedCheck> {
  return { ...check, outcome: await outcomeOf(check, source, nowMs, signal) }
}

// --- helpers, in order of use ---

const MAX_SHOWN_ROWS = 20
const MIN_COUNTED_ROWS = 1_000

async function outcomeOf(
  { query, windowMs, threshold, operator }: Check,
  source: QuerySource,
  nowMs: number,
  signal: AbortSignal | undefined,
): Promise<CheckOutcome> {
  // The end of a range is exclusive, and rows of this millisecond belong to it.
  const timeRange = { fromMs: nowMs - windowMs, toMs: nowMs + 1 }
  const maxRows = Math.max(MIN_COUNTED_ROWS, Math.ceil(threshold) + 1)
  try {
    const { columns, rows, isTruncated } = await source.query({ text: query, timeRange, maxRows, signal })
    const kind = isFulfilled(rows.length, operator, threshold) ? 'fired' : 'ok'
    return { kind, rowCount: rows.length, isTruncated, columns, rows: rows.slice(0, MAX_SHOWN_ROWS) }
  } catch (error) {
    if (signal?.aborted) throw error
    if (error instanceof KqlError) {
      const { code, message, line, column, length } = error
      return { kind: 'failed', code, message, place: { line, column, length } }
    }
    if (!(error instanceof LocalError)) throw error
    return { kind: 'failed', code: error.code, message: error.message, place: undefined }
  }
}

function isFulfilled(rowCount: number, operator: CheckOperator, threshold: number): boolean {
  switch (operator) {
    case '>':
      return rowCount > threshold
    case '>=':
      return rowCount >= threshold
    case '<':
      return rowCount < threshold
    case '<=':
      return rowCount <= threshold
    case '==':
      return rowCount === threshold
  }
}
