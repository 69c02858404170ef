import type { AggregationKind } from './aggregation'
import type { MetricDescriptor, Series } from './series'
import type { Distribution, Tally } from './tally'

/** One metric with all its series that have something to tell. */
export interface Metric {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly kind: AggregationKind
  /** Whether the buckets of its distributions are to travel. */
  readonly buckets: boolean
  readonly timeSeries: readonly TimeSeries[]
}

export interface TimeSeries {
  readonly tags: Readonly<Record<string, string>>
  /** One point: that of the time it was asked for. */
  readonly points: readonly [Point]
}

export interface Point {
  /** A number, or all that is known of a distribution. */
  readonly value: number | Distribution
  readonly time: Date
}

/** What there is of each series, be it of an interval or of all time. */
export type Tallies = ReadonlyMap<Series, Tally>

/** In the order in which series came about. */
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
