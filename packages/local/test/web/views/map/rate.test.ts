import { expect, it } from '@jest/globals'
import { rate } from '../../../../web/src/views/map/rate'

it.each([
  [0, 60, '0/s'],
  [1_284, 60, '21/s'],
  [90, 60, '1.5/s'],
  [90, 1_800, '3/min'],
  [2, 3_600, '2/h'],
])('%d in %d s are %s', (count, seconds, shown) => {
  expect(rate(count, seconds)).toBe(shown)
})
