import type { MetricTelemetry } from '@azmon/core'
import { bucketNames } from './aggregation'
import type { Metric, Point } from './metric'
import type { Distribution } from './tally'

/** A metric -> one row for each of its series. Pure. */
export function mapMetric({ name, buckets, timeSeries }: Metric): readonly MetricTelemetry[] {
  return timeSeries.map(({ tags, points: [{ value, time }] }) => ({
    name,
    time,
    properties: { ...tags, ...(buckets ? bucketProperties(value) : {}) },
    ...valueFields(value),
  }))
}

// --- helpers, in order of use ---

/** `bucket [0, 10)`: how many there are in it. */
function bucketProperties(value: Point['value']): Readonly<Record<string, number>> {
  if (typeof value === 'number') return {}
  const names = bucketNames(value.bounds)
  return Object.fromEntries(value.bucketCounts.map((count, bucket) => [`bucket ${names[bucket]}`, count]))
}

function valueFields(
  value: number | Distribution,
): Pick<MetricTelemetry, 'value' | 'count' | 'min' | 'max' | 'stdDev'> {
  if (typeof value === 'number') return { value }
  const { sum, count, min, max, stdDev } = value
  return { value: sum, count, min, max, stdDev }
}
