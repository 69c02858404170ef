import { signal } from '@preact/signals'
import { queryRows } from '../../query/client'
import { moment } from '../../query/kql'
import type { TimeRange } from '../../state/time'

/** A name in `customDimensions` of the newest rows of a table. */
export interface FoundProperty {
  readonly name: string
  readonly values: number
}

/** The custom properties of the table that the side panel shows. */
export const foundProperties = signal<readonly FoundProperty[]>([])

/** Looks for the custom properties of a table. Returns a function that stops it. */
export function findProperties(table: string, { fromMs, toMs }: TimeRange): () => void {
  const abort = new AbortController()
  const query = `${table}
| where timestamp between (${moment(fromMs)} .. ${moment(toMs)})
| take ${MAX_ROWS}
| project properties = customDimensions
| mv-expand name = bag_keys(properties) to typeof(string)
| summarize values = dcount(tostring(properties[name])), items = count() by name
| top ${MAX_PROPERTIES} by items desc, name asc`
  queryRows<FoundProperty>(query, { signal: abort.signal }).then(
    (found) => {
      foundProperties.value = found
    },
    () => undefined,
  )
  return () => abort.abort()
}

// --- helpers ---

const MAX_ROWS = 2_000
const MAX_PROPERTIES = 40
