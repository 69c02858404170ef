import { EmptyState } from '../../components/empty-state'
import { toObjects } from '../../query/client'
import { itemsQuery } from '../../query/items'
import { useQuery } from '../../query/use-query'
import { setParams } from '../../state/address'
import { count, day, shortTime } from '../../state/format'
import { removeFilter, type Scope, scope, setBrush, setHidesHealthChecks, setText } from '../../state/scope'
import { cut } from '../../state/text'
import { iso } from '../../state/time'

/** Says which filter removes most, or when the last item was. */
export function EmptyList() {
  const reasons = reasonsFor(scope.value)
  const query = reasons.map(
    ({ without }, index) => `(${itemsQuery(without)}\n| summarize items = sum(itemCount)
| extend reason = ${index})`,
  )
  const { table } = useQuery(reasons.length === 0 ? undefined : `union ${query.join(',\n')}`)
  const counts = table === undefined ? [] : toObjects<{ reason: number; items: number | null }>(table)
  const [most] = counts.toSorted((a, b) => (b.items ?? 0) - (a.items ?? 0))
  const reason = reasons[most?.reason ?? -1]
  if (reasons.length > 0 && table === undefined) return <EmptyState title="No items pass the filters" />
  if (reason === undefined || !most?.items) return <EmptyRange hasFilters={reasons.length > 0} />
  return (
    <EmptyState title="No items pass the filters">
      <p>
        Without <b>{reason.label}</b> there would be {count(most.items)}.
      </p>
      <button type="button" class="button primary" onClick={reason.drop}>
        Drop {reason.label}
      </button>
    </EmptyState>
  )
}

// --- helpers ---

interface Reason {
  readonly label: string
  readonly without: Scope
  readonly drop: () => void
}

function reasonsFor(all: Scope): readonly Reason[] {
  return [
    ...all.filters.map((filter) => ({
      label: `${filter.field.replace(/^p\./, '')}${filter.isExcluded ? ' not' : ''} ${cut(filter.values.join(', '), 40)}`,
      without: { ...all, filters: all.filters.filter((each) => each !== filter) },
      drop: () => removeFilter(filter),
    })),
    ...(all.text === ''
      ? []
      : [{ label: `"${cut(all.text, 40)}"`, without: { ...all, text: '' }, drop: () => setText('') }]),
    ...(all.brush === undefined
      ? []
      : [{ label: 'the selected time', without: { ...all, selected: all.range }, drop: () => setBrush(undefined) }]),
    ...(all.hidesHealthChecks
      ? [
          {
            label: 'muted health checks',
            without: { ...all, hidesHealthChecks: false },
            drop: () => setHidesHealthChecks(false),
          },
        ]
      : []),
  ]
}

const MARGIN_MS = 15 * 60_000

function EmptyRange({ hasFilters }: { readonly hasFilters: boolean }) {
  const { table } = useQuery(NEWEST)
  const [row] = table === undefined ? [] : toObjects<{ newest: string | null; items: number }>(table)
  const atMs = Date.parse(row?.newest ?? '')
  const show = () => setParams({ from: iso(atMs - MARGIN_MS), to: iso(atMs + 60_000), brush: undefined, q: undefined })
  return (
    <EmptyState title={hasFilters ? 'No items pass the filters' : 'No items in this range'}>
      {Number.isNaN(atMs) ? (
        <p>There are only metrics.</p>
      ) : (
        <>
          <p>
            The newest of {count(row?.items ?? 0)} items is from {shortTime(atMs, true)}, {day(atMs)}.
          </p>
          <button type="button" class="button" onClick={show}>
            Show that time
          </button>
        </>
      )}
    </EmptyState>
  )
}

const NEWEST = `union requests, dependencies, traces, exceptions, customEvents, pageViews, availabilityResults
| summarize newest = max(timestamp), items = sum(itemCount)`
