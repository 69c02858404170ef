import type { AggregationKind } from './aggregation'
import type { MetricDescriptor, Series } from './series'
import type { Distribution, Tally } from './tally'

/** A metric with all of its series that have a value. */
export interface Metric {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly kind: AggregationKind
  /** Whether the bucket counts of the metric's distributions are sent. */
  readonly buckets: boolean
  readonly timeSeries: readonly TimeSeries[]
}

export interface TimeSeries {
  readonly tags: Readonly<Record<string, string>>
  /** Contains exactly one point, with the time of the reading. */
  readonly points: readonly [Point]
}

export interface Point {
  readonly value: number | Distribution
  readonly time: Date
}

/** The tally of each series, either for one interval or since the start. */
export type Tallies = ReadonlyMap<Series, Tally>

/** Groups series by metric, in the order in which the series were created. */
export function metricsOf(tallies: Tallies, time: Date): readonly Metric[] {
  const byMetric = new Map<MetricDescriptor, TimeSeries[]>()
  for (const [{ metric, tags }, tally] of tallies) {
    const value = tally.read()
    if (value === undefined) continue
    const timeSeries = byMetric.get(metric) ?? []
    timeSeries.push({ tags, points: [{ value, time }] })
    byMetric.set(metric, timeSeries)
  }
  return [...byMetric].map(([metric, timeSeries]) => ({ ...metric, timeSeries }))
}
