import { EmptyState } from '../../components/empty-state'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { address, hrefOf } from '../../state/address'
import { scope } from '../../state/scope'
import { cut } from '../../state/text'
import { metricFormat } from './metric-format'
import { overviewQuery, SMALL_BINS } from './metrics-query'

interface OverviewRow {
  readonly name: string
  readonly bin: number
  readonly total: number
  readonly n: number
}

/** Every metric with its newest value and a small chart of its average. */
export function Overview() {
  const { table, error } = useQuery(overviewQuery(scope.value))
  if (error !== undefined) {
    return (
      <EmptyState title="The metrics could not be read">
        <p>{error.message}</p>
      </EmptyState>
    )
  }
  if (table === undefined) return null
  const metrics = Map.groupBy(toObjects<OverviewRow>(table), ({ name }) => name)
  if (metrics.size === 0) {
    return (
      <EmptyState title="No metrics in this time">
        <p class="text2">
          <code>createMetrics()</code> of @azmon/metrics sends the standard metrics every minute, and your own. Select a
          longer time, or wait for the next minute.
        </p>
      </EmptyState>
    )
  }
  return (
    <div class="metrics-overview">
      {[...metrics].map(([name, rows]) => (
        <SmallMetric key={name} name={name} rows={rows} />
      ))}
    </div>
  )
}

// --- helpers ---

function SmallMetric({ name, rows }: { readonly name: string; readonly rows: readonly OverviewRow[] }) {
  const newest = rows.at(-1)!
  const format = metricFormat(name)
  return (
    <a class="small-metric" href={hrefOf('/metrics', address.value.params, { name })} title={name}>
      <span class="small-metric-name">{cut(name, 80)}</span>
      <b>{format(newest.total / newest.n)}</b>
      <Line rows={rows} />
    </a>
  )
}

/** The average over time. A gap longer than a few bins breaks the line. */
function Line({ rows }: { readonly rows: readonly OverviewRow[] }) {
  const values = rows.map(({ total, n }) => total / n)
  const [low, high] = [Math.min(0, ...values), Math.max(...values)]
  const height = (value: number) => 30 - ((value - low) / Math.max(high - low, Number.EPSILON)) * 28
  const points = rows.map(({ bin }, index) => ({ x: bin, y: height(values[index]!) }))
  const path = points.map(({ x, y }, index) => {
    const isBroken = index === 0 || x - points[index - 1]!.x > MAX_GAP
    return `${isBroken ? 'M' : 'L'}${x} ${y.toFixed(1)}`
  })
  return (
    <svg viewBox={`0 0 ${SMALL_BINS} 32`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path.join(' ')} />
      {points.length === 1 && <circle cx={points[0]!.x} cy={points[0]!.y} r="0.8" />}
    </svg>
  )
}

const MAX_GAP = 5
