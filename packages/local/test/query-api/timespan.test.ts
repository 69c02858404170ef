import { describe, expect, it } from '@jest/globals'
import { parseTimespan } from '../../src/query-api/timespan'

const NOW = Date.parse('2026-03-04T12:00:00Z')
const HOUR = 3_600_000

describe('a duration ends now, and includes this millisecond', () => {
  it.each([
    ['PT1H', HOUR],
    ['P1D', 24 * HOUR],
    ['P2W', 14 * 24 * HOUR],
    ['P1Y2M', (365 + 60) * 24 * HOUR],
    ['P1DT2H3M4.5S', 26 * HOUR + 184_500],
    ['pt15m', HOUR / 4],
    ['PT0S', 0],
  ])('%s', (text, duration) => {
    expect(parseTimespan(text, NOW)).toEqual({ fromMs: NOW - duration, toMs: NOW + 1 })
  })
})

it.each([
  ['2026-03-04T10:00:00Z/2026-03-04T11:00:00Z'],
  ['2026-03-04T10:00:00.000Z/2026-03-04T12:00:00+01:00'],
  ['2026-03-04T10:00/PT1H'],
  ['PT1H/2026-03-04T11:00:00'],
  [' 2026-03-04T10:00:00z/PT60M '],
])('%s is from 10 until 11', (text) => {
  const tenMs = NOW - 2 * HOUR
  expect(parseTimespan(text, NOW)).toEqual({ fromMs: tenMs, toMs: tenMs + HOUR })
})

it('reads days, and fractions of milliseconds', () => {
  expect(parseTimespan('2026-03-04/2026-03-05', NOW)).toEqual({ fromMs: NOW - 12 * HOUR, toMs: NOW + 12 * HOUR })
  expect(parseTimespan('2026-03-04T12:00:00.0002500Z/PT1S', NOW)?.fromMs).toBe(NOW + 0.25)
})

it('limits the range to the years that a datetime can have', () => {
  const range = parseTimespan('P99999Y', NOW)
  expect(new Date(range?.fromMs ?? 0).getUTCFullYear()).toBe(1)
})

it.each([
  '',
  'P',
  'PT',
  '1h',
  'yesterday',
  'PT1H/PT1H',
  '2026-03-04',
  '2026-03-04T11:00:00Z/2026-03-04T10:00:00Z',
  '2026-03-04/2026-03-05/2026-03-06',
  '2026-13-04/P1D',
  '/',
])('%p is not a timespan', (text) => {
  expect(parseTimespan(text, NOW)).toBeUndefined()
})
