import { expect, it } from '@jest/globals'
import { CountAggregation, DistributionAggregation, LastValueAggregation, SumAggregation } from '../src'
import { tallyFactory } from '../src/tally-factory'

it.each([
  [new CountAggregation(), 2],
  [new SumAggregation(), 7],
  [new LastValueAggregation(), 4],
  [new DistributionAggregation([4]), expect.objectContaining({ count: 2, sum: 7, bucketCounts: [1, 1] })],
])('aggregates by %j', (aggregation, expected) => {
  const tally = tallyFactory(aggregation)()
  for (const value of [3, 4]) tally.add(value)
  expect(tally.read()).toEqual(expected)
})
