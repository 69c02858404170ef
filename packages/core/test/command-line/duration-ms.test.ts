import { expect, it } from '@jest/globals'
import { durationMs } from '../../src/command-line'

it.each([
  ['500ms', 500],
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
])('%s is %d ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms)
})

it.each(['', '0m', '30', 'm', '-5m', '1.5h', '2w', '30 m'])('%p is not a length of time', (text) => {
  expect(durationMs(text)).toBeUndefined()
})
