import { scopeConditions } from '../../query/items'
import { literal, moment, property } from '../../query/kql'
import type { Scope } from '../../state/scope'

/** The number of points of a small chart, and of the large one. */
export const SMALL_BINS = 40
export const LARGE_BINS = 120

/** At most this many metrics are shown at once. */
export const MAX_METRICS = 60

/** At most this many series are drawn. */
export const MAX_SERIES = 8

/** At most this many series are listed. A dimension may have as many values as there are rows. */
export const MAX_LISTED_SERIES = 200

/** How the values of one bin become one value. */
export type Aggregation = 'average' | 'sum' | 'min' | 'max' | 'count' | 'rate'

export const AGGREGATIONS: readonly Aggregation[] = ['average', 'sum', 'min', 'max', 'count', 'rate']

/** What splits a metric into series: its role, its instance, or a custom dimension. */
export type Split = 'role' | 'instance' | `p.${string}`

/** All metrics with their values over time. */
export function overviewQuery(scope: Scope): string {
  return `let metrics = ${valuesQuery(scope)};
let names = metrics | summarize by name | top ${MAX_METRICS} by name asc;
metrics
| where name in (names)
| ${binStep(scope, SMALL_BINS)}
| summarize total = sum(total), n = sum(n) by name, bin
| order by name asc, bin asc`
}

/** How many metrics there are. */
export function countQuery(scope: Scope): string {
  return `${valuesQuery(scope)}
| summarize metrics = dcount(name)`
}

/** One metric over time: the series with the most values. */
export function seriesQuery(name: string, split: Split | undefined, scope: Scope): string {
  const { fromMs, toMs } = scope.selected
  return `let found = ${valuesQuery(scope)}
| where name == ${literal(name)}
| extend series = ${seriesExpression(split)};
let listed = found | summarize n = sum(n) by series | top ${MAX_LISTED_SERIES} by n | project series;
found
| where series in (listed)
| ${binStep(scope, LARGE_BINS)}
| summarize total = sum(total), n = sum(n), low = min(low), high = max(high) by series, bin
| extend average = total / n, rate = n / ${(toMs - fromMs) / 1_000 / LARGE_BINS}
| order by series asc, bin asc`
}

/** The custom dimensions by which a metric can be split. */
export function dimensionsQuery(name: string, scope: Scope): string {
  return `${valuesQuery(scope)}
| where name == ${literal(name)}
| take 5000
| mv-expand kind=array pair = customDimensions
| extend key = tostring(pair[0]), value = tostring(pair[1])
| where key !startswith "_MS."
| summarize values = dcount(value) by key
| top 20 by values asc`
}

// --- helpers ---

/** Both tables of metrics with the same columns: the sum, the number, the least and the greatest of the values in a row. */
function valuesQuery(scope: Scope): string {
  const steps = scopeConditions(scope).join(' | ')
  const common = 'cloud_RoleName, cloud_RoleInstance, customDimensions'
  return `union
  (customMetrics | ${steps} | project timestamp, name, total = coalesce(valueSum, value), n = max_of(coalesce(valueCount, 1), 1), low = coalesce(valueMin, value), high = coalesce(valueMax, value), ${common}),
  (performanceCounters | ${steps} | project timestamp, name = strcat(category, ": ", counter), total = value, n = 1, low = value, high = value, ${common})`
}

function binStep({ selected: { fromMs, toMs } }: Scope, bins: number): string {
  return `extend bin = min_of(${bins - 1}, toint((timestamp - ${moment(fromMs)}) / ${(toMs - fromMs) / bins}ms))`
}

function seriesExpression(split: Split | undefined): string {
  if (split === undefined) return '""'
  if (split === 'role') return 'cloud_RoleName'
  if (split === 'instance') return 'cloud_RoleInstance'
  return property(split.slice('p.'.length))
}
