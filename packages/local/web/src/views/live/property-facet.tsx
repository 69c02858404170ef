import { toObjects } from '../../query/client'
import { itemsQuery } from '../../query/items'
import { property } from '../../query/kql'
import { useQuery } from '../../query/use-query'
import { nowMs } from '../../state/now'
import { filterFor, scope } from '../../state/scope'
import { FieldFacet } from './field-facet'
import { toggleFacet } from './live-columns'

/** The values of a property, the most frequent first. Items without it are not counted. */
export function PropertyFacet({ name }: { readonly name: string }) {
  const field = `p.${name}` as const
  const items = itemsQuery(scope.value, { except: [field] })
  const query = `${items}\n| extend value = ${property(name)}\n| where isnotempty(value)\n| ${COUNTS}`
  const { table } = useQuery(query, nowMs.value, DELAY_MS)
  const found = table === undefined ? [] : toObjects<{ value: string; count: number }>(table)
  // A value that is filtered by stays, even if nothing has it now.
  const wanted = [filterFor(field), filterFor(field, true)].flatMap((filter) => filter?.values ?? [])
  const missing = wanted.filter((value) => !found.some((each) => each.value === value))
  return (
    <FieldFacet
      title={name}
      field={field}
      values={[...found, ...missing.map((value) => ({ value, count: 0 }))]}
      onRemove={() => toggleFacet(name)}
    />
  )
}

// --- helpers ---

const DELAY_MS = 100
const COUNTS = "summarize ['count'] = sum(itemCount) by value\n| top 200 by ['count'] desc"
