import { expect, it } from '@jest/globals'
import { binStartMs, withEmptyBins } from '../../../../web/src/views/operations/histogram-bins'

it('fills the bins between the first and the last', () => {
  const rows = [
    { bin: 22, total: 3, failed: 1 },
    { bin: 20, total: 1, failed: 0 },
  ]
  expect(withEmptyBins(rows)).toEqual([
    { bin: 20, total: 1, failed: 0 },
    { bin: 21, total: 0, failed: 0 },
    { bin: 22, total: 3, failed: 1 },
  ])
  expect(withEmptyBins([])).toEqual([])
})

it('starts bin 20 at 100 ms and bin -10 at 0.1 ms', () => {
  expect(binStartMs(20)).toBeCloseTo(100)
  expect(binStartMs(-10)).toBeCloseTo(0.1)
})
