import { useQuery } from '../../query/use-query'
import { count, duration } from '../../state/format'
import { scope } from '../../state/scope'
import { countQuery, LARGE_BINS, MAX_METRICS } from './metrics-query'

/** How many metrics there are, and which of them are shown. */
export function OverviewFooter() {
  const { table } = useQuery(countQuery(scope.value))
  const all = table?.rows[0]?.[0]
  if (typeof all !== 'number') return null
  const metrics = all === 1 ? '1 metric' : `${count(all)} metrics`
  return (
    <span>
      {all > MAX_METRICS
        ? `${metrics}, the first ${count(MAX_METRICS)} by name are shown: filter by text to see others`
        : `${metrics}, each with its newest average`}
    </span>
  )
}

/** How much time a point of the chart stands for. */
export function DetailsFooter() {
  const { fromMs, toMs } = scope.value.selected
  return <span>One point for each {duration((toMs - fromMs) / LARGE_BINS)}</span>
}
