import { useEffect, useRef, useState } from 'preact/hooks'
import { QueryError, type QueryTable, runQuery } from './client'

export interface QueryState {
  /** The last result, also while the next query runs. */
  readonly table: QueryTable | undefined
  readonly error: QueryError | undefined
  /** Whether a query runs. */
  readonly isLoading: boolean
  /** Whether `table` answers another query than the one that runs, and not only an earlier version of it. */
  readonly isStale: boolean
}

/**
 * Runs a query whenever its text or `version` changes, after `delayMs`. Stops a query whose answer is no longer needed, and drops
 * stale answers. Runs nothing while the query is undefined.
 */
export function useQuery(query: string | undefined, version: unknown = 0, delayMs = 0): QueryState {
  const [state, setState] = useState<Outcome>({ table: undefined, error: undefined, answered: undefined })
  const [isLoading, setLoading] = useState(query !== undefined)
  const last = useRef<QueryTable | undefined>(undefined)
  useEffect(() => {
    if (query === undefined) return
    const abort = new AbortController()
    setLoading(true)
    const finish = (outcome: Outcome) => {
      if (abort.signal.aborted) return
      last.current = outcome.table
      setState(outcome)
      setLoading(false)
    }
    const start = () =>
      runQuery(query, { signal: abort.signal }).then(
        (table) => finish({ table, error: undefined, answered: query }),
        (error: unknown) => finish({ table: last.current, error: toQueryError(error), answered: query }),
      )
    const timer = setTimeout(start, delayMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query, version])
  const { table, error, answered } = state
  return { table, error, isLoading, isStale: query !== undefined && answered !== query }
}

// --- helpers ---

interface Outcome {
  readonly table: QueryTable | undefined
  readonly error: QueryError | undefined
  /** The query that was answered. */
  readonly answered: string | undefined
}

function toQueryError(error: unknown): QueryError {
  return error instanceof QueryError ? error : new QueryError(String(error), 'UNKNOWN')
}
