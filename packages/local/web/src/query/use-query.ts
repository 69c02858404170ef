import { useEffect, useRef, useState } from 'preact/hooks'
import { QueryError, type QueryTable, runQuery } from './client'

export interface QueryState {
  /** The last result, also while the next query runs. */
  readonly table: QueryTable | undefined
  readonly error: QueryError | undefined
  /** Whether a query runs, so that `table` answers an earlier one. */
  readonly isLoading: boolean
}

/**
 * Runs a query whenever its text or `version` changes. Stops a query whose answer is no longer needed, and drops stale answers.
 * Runs nothing while the query is undefined.
 */
export function useQuery(query: string | undefined, version: unknown = 0): QueryState {
  const [state, setState] = useState<QueryState>({ table: undefined, error: undefined, isLoading: query !== undefined })
  const last = useRef<QueryTable | undefined>(undefined)
  useEffect(() => {
    if (query === undefined) return
    const abort = new AbortController()
    setState({ table: last.current, error: undefined, isLoading: true })
    runQuery(query, { signal: abort.signal }).then(
      (table) => {
        last.current = table
        if (!abort.signal.aborted) setState({ table, error: undefined, isLoading: false })
      },
      (error: unknown) => {
        if (abort.signal.aborted) return
        const shown = error instanceof QueryError ? error : new QueryError(String(error), 'UNKNOWN')
        setState({ table: last.current, error: shown, isLoading: false })
      },
    )
    return () => abort.abort()
  }, [query, version])
  return state
}
