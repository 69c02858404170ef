import { expect, it } from '@jest/globals'
import { DistributionAggregation, MeasureDouble, View } from '../src'
import { withViews } from './builders'

const took = new MeasureDouble('took', 'time for an order', 'ms')

it('keeps the buckets of two views apart', () => {
  const metrics = withViews(
    new View('one', '', ['country'], took, new DistributionAggregation([10])),
    new View('two', '', [], took, new DistributionAggregation([10])),
  )
  metrics.recorder.record([[took, 1]], { country: 'de' })
  metrics.recorder.record([[took, 20]], { country: 'fr' })
  const counts = metrics.metrics().flatMap(({ timeSeries }) => timeSeries.map(({ points: [{ value }] }) => value))
  expect(counts).toMatchObject([{ bucketCounts: [1, 0] }, { bucketCounts: [0, 1] }, { bucketCounts: [1, 1] }])
})

it('computes the exact standard deviation of large values that are close together', () => {
  const metrics = withViews(new View('spread', '', [], took, new DistributionAggregation()))
  for (const value of [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]) metrics.recorder.record([[took, value]])
  const [spread] = metrics.metrics()
  expect(spread?.timeSeries[0]?.points[0].value).toMatchObject({ stdDev: Math.sqrt(22.5) })
})
