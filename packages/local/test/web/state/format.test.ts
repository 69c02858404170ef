import { expect, it } from '@jest/globals'
import { count, duration, percent } from '../../../web/src/state/format'

it.each([
  [0, '0 ms'],
  [0.0123, '0.012 ms'],
  [11.6, '12 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [1_916, '1.92 s'],
  [59_996, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [7_260_000, '2 h 1 min'],
  [null, ''],
])('formats a duration of %s ms as %s', (ms, expected) => {
  expect(duration(ms)).toBe(expected)
})

it('formats counts and shares', () => {
  expect([count(21_078), percent(0.0289), percent(0.0004), percent(0)]).toEqual(['21,078', '2.9 %', '< 0.1 %', '0 %'])
})
