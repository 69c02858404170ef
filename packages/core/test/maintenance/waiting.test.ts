import { expect, it } from '@jest/globals'
import { describeWaiting, sumOfWaiting } from '../../src/maintenance'

const HOUR_MS = 3_600_000
const NOW_MS = Date.parse('2026-03-04T12:00:00.000Z')

it('describes an empty spool', () => {
  expect(sumOfWaiting([])).toEqual({ files: 0, items: 0, bytes: 0, oldestAgeMs: undefined })
  expect(describeWaiting(sumOfWaiting([]))).toBe('nothing')
})

it('adds up the files, and has the age of the oldest item', () => {
  const files = [
    { path: 'a', items: 400, bytes: 1_024, timeMs: NOW_MS - HOUR_MS },
    { path: 'b', items: 3_000, bytes: 2_048, timeMs: NOW_MS - 3 * HOUR_MS },
  ]
  const sum = sumOfWaiting(files, NOW_MS)
  expect(sum).toEqual({ files: 2, items: 3_400, bytes: 3_072, oldestAgeMs: 3 * HOUR_MS })
  expect(describeWaiting(sum)).toBe('2 files, 3,400 items, 3.0 KiB, oldest 3 h')
})

it('has no negative age if the clock was set back', () => {
  const file = { path: 'a', items: 1, bytes: 10, timeMs: NOW_MS + HOUR_MS }
  expect(sumOfWaiting([file], NOW_MS).oldestAgeMs).toBe(0)
})
