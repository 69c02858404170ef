import { expect, it } from '@jest/globals'
import { DistributionAggregation } from '../src'
import { bucketNames } from '../src/aggregation'

it.each([
  ['descending bounds', () => new DistributionAggregation([10, 5]), 'got 5 at index 1'],
  ['a negative bound', () => new DistributionAggregation([-1]), 'got -1 at index 0'],
  ['an infinite bound', () => new DistributionAggregation([1, Number.POSITIVE_INFINITY]), 'got Infinity'],
  ['bounds of another type', () => new DistributionAggregation(5 as never), 'bounds must be an array of numbers'],
])('rejects %s', (_, make, message) => {
  expect(make).toThrow(message)
  expect(make).toThrow(expect.objectContaining({ code: 'AZMON_CONFIGURATION' }))
})

it('ignores a first bound of 0', () => {
  expect(new DistributionAggregation([0, 10]).bounds).toEqual([10])
})

it('names each bucket by its range', () => {
  expect(bucketNames([10, 100])).toEqual(['[0, 10)', '[10, 100)', '[100, ∞)'])
  expect(bucketNames([])).toEqual(['[0, ∞)'])
})
