import { type DataPoint, type Envelope, isoTime, type PropertySerializer } from '@azmon/core'
import { bucketNames } from './aggregation'
import type { Metric, Point } from './metric'

/** A metric -> an envelope for each of its series. Pure. */
export function mapMetric({ name, buckets, timeSeries }: Metric, write: PropertySerializer): readonly Envelope[] {
  return timeSeries.map(({ tags, points: [{ value, time }] }) => {
    const properties = write.properties(tags)
    if (buckets) addBuckets(properties, value)
    return {
      time: isoTime(time.getTime()),
      data: { baseType: 'MetricData', baseData: { metrics: [dataPoint(name, value)], properties } },
    }
  })
}

// --- helpers, in order of use ---

/** `bucket [0, 10)`: how many there are in it. */
function addBuckets(properties: Record<string, string>, value: Point['value']): void {
  if (typeof value === 'number') return
  const names = bucketNames(value.bounds)
  value.bucketCounts.forEach((count, bucket) => {
    properties[`bucket ${names[bucket]}`] = String(count)
  })
}

function dataPoint(name: string, value: Point['value']): DataPoint {
  if (typeof value === 'number') return { name, kind: 0, value }
  const { sum, count, min, max, stdDev } = value
  return { name, kind: 1, value: sum, count, min, max, stdDev }
}
