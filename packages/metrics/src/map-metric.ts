import type { DataPoint, Envelope } from '@azmon/core'
import { isoTime, type PropertySerializer } from '@azmon/core/adapter'
import { bucketNames } from './aggregation'
import type { Metric, Point } from './metric'
import type { Reading } from './standard/reading'

/** Maps a metric to one envelope for each of its series. Pure. */
export function mapMetric({ name, buckets, timeSeries }: Metric, serializer: PropertySerializer): readonly Envelope[] {
  return timeSeries.map(({ tags, points: [{ value, time }] }) => {
    const properties = serializer.properties(tags)
    if (buckets) addBuckets(properties, value)
    return {
      time: isoTime(time.getTime()),
      data: { baseType: 'MetricData', baseData: { metrics: [dataPoint(name, value)], properties } },
    }
  })
}

/**
 * Maps a reading of the process to an envelope. The envelope does not belong to an operation, even if a request triggers the
 * reading. Pure.
 */
export function mapReading({ namespace, ...reading }: Reading, time: Date): Envelope {
  const kind = reading.count === undefined ? 0 : 1
  const point: DataPoint = { ...reading, kind, ...(namespace !== undefined && { ns: namespace }) }
  return { time: isoTime(time.getTime()), data: { baseType: 'MetricData', baseData: { metrics: [point] } } }
}

// --- helpers, in order of use ---

/** Adds properties such as `bucket [0, 10)`, each with the count of that bucket. */
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
