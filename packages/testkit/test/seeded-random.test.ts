import { expect, it } from '@jest/globals'
import { seededRandom } from '../src/seeded-random'

const numbers = (seed: number) => Array.from({ length: 1_000 }, seededRandom(seed))

it('repeats the numbers of a seed', () => {
  expect(numbers(7)).toEqual(numbers(7))
  expect(numbers(7)).not.toEqual(numbers(8))
})

it('spreads the numbers from 0 to 1', () => {
  const sorted = numbers(7).sort((a, b) => a - b)
  expect(sorted[0]).toBeGreaterThanOrEqual(0)
  expect(sorted.at(-1)).toBeLessThan(1)
  expect(sorted[500]).toBeCloseTo(0.5, 1)
})
