import { useEffect, useState } from 'preact/hooks'
import { queryRows } from '../../query/client'
import { storedVersion } from '../../state/live-stream'
import type { Tail } from './tail'

/** Whether the store has any row, in any table. Undefined until that is known. Looks again only while it has none. */
export function useHasRows(tail: Tail): boolean | undefined {
  const [hasRows, setHasRows] = useState<boolean | undefined>(undefined)
  const isListEmpty = tail.hasLoaded.value && tail.items.value.length === 0
  const version = storedVersion.value
  useEffect(() => {
    if (hasRows || !tail.hasLoaded.peek()) return
    if (!isListEmpty) return setHasRows(true)
    const abort = new AbortController()
    queryRows(ANY_ROW, { signal: abort.signal }).then(
      (rows) => setHasRows(rows.length > 0),
      () => undefined,
    )
    return () => abort.abort()
  }, [hasRows, isListEmpty, version])
  return hasRows
}

// --- helpers ---

const ANY_ROW = `union requests, dependencies, traces, exceptions, customEvents, pageViews, availabilityResults,
  customMetrics, performanceCounters, browserTimings
| project timestamp
| take 1`
