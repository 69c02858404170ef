import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { count } from '../../state/format'
import { scope } from '../../state/scope'
import { type CutRow, cutValuesQuery } from './arrivals-query'

/** Fields with values that are exactly as long as the service stores, so that something is probably missing. */
export function CutValues() {
  const { table } = useQuery(cutValuesQuery(scope.value))
  const rows = table === undefined ? [] : toObjects<CutRow>(table)
  if (rows.length === 0) return null
  return (
    <section class="cut-values">
      <h3>Most likely cut by the sender</h3>
      {rows.map(({ field, limit, items }) => (
        <p key={field}>
          <b>{count(items)}</b> {items === 1 ? 'item has' : 'items have'} a <code>{field}</code> of exactly{' '}
          {count(limit)} characters, the most that the service stores
        </p>
      ))}
    </section>
  )
}
