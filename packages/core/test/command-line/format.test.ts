import { expect, it } from '@jest/globals'
import { count, duration, size } from '../../src/command-line/format'

it.each([
  [count(1, 'file'), '1 file'],
  [count(0, 'file'), '0 files'],
  [count(3_400, 'item'), '3,400 items'],
  [size(0), '0 bytes'],
  [size(1_023), '1,023 bytes'],
  [size(1_024), '1.0 KiB'],
  [size(2_200_000), '2.1 MiB'],
  [size(70_000_000_000), '65 GiB'],
  [duration(-5), '0 s'],
  [duration(59_400), '59 s'],
  [duration(60_000), '1 min'],
  [duration(3 * 3_600_000), '3 h'],
  [duration(3 * 3_600_000 + 300_000), '3 h 5 min'],
  [duration(49 * 3_600_000), '2 d 1 h'],
])('writes %p', (written, expected) => {
  expect(written).toBe(expected)
})
