import { TelemetryClient } from '@azmon/core'
import { expect, it } from '@jest/globals'
import type { Distribution } from '../src'
import { mapMetric, mapReading } from '../src/map-metric'

const { properties } = new TelemetryClient({ disabled: true })
const time = new Date('2026-03-04T05:06:07Z')

it('maps a distribution with its buckets as properties', () => {
  const value: Distribution = {
    ...{ count: 3, sum: 13, min: 1, max: 11, mean: 13 / 3, stdDev: 4 },
    bounds: [10],
    bucketCounts: [2, 1],
  }
  const metric = { name: 'took', description: '', unit: 'ms', kind: 'distribution', buckets: true } as const
  const timeSeries = [{ tags: { country: 'de' }, points: [{ value, time }] as const }]
  expect(mapMetric({ ...metric, timeSeries }, properties)).toMatchObject([
    {
      time: '2026-03-04T05:06:07.000Z',
      data: {
        baseData: {
          metrics: [{ name: 'took', kind: 1, value: 13, count: 3, min: 1, max: 11, stdDev: 4 }],
          properties: { country: 'de', 'bucket [0, 10)': '2', 'bucket [10, ∞)': '1' },
        },
      },
    },
  ])
})

it('maps a reading with its namespace', () => {
  expect(mapReading({ name: 'Heap Used (bytes)', value: 5, namespace: 'Node.js' }, time).data.baseData).toEqual({
    metrics: [{ name: 'Heap Used (bytes)', kind: 0, value: 5, ns: 'Node.js' }],
  })
})
