import { propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { formatDuration } from '../../src/envelope/duration'

describe('a duration', () => {
  it.each([
    [0, '00:00:00.0000000'],
    [12, '00:00:00.0120000'],
    [1_234.5, '00:00:01.2345000'],
    [0.0014, '00:00:00.0000010'],
    [59_999.9999, '00:01:00.0000000'],
    [3_599_999.9999, '01:00:00.0000000'],
    [90_061_001, '1.01:01:01.0010000'],
    [-5, '00:00:00.0000000'],
    [Number.NaN, '00:00:00.0000000'],
    [Number.POSITIVE_INFINITY, '00:00:00.0000000'],
    [1e15, '999.23:59:59.9990000'],
  ])('of %d ms is %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text)
  })

  it('is always a TimeSpan with the same value', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 8e10, noNaN: true }), (durationMs) => {
        const [, days = '0', h, m, s, ticks] =
          /^(?:(\d{1,3})\.)?(\d\d):([0-5]\d):([0-5]\d)\.(\d{7})$/.exec(formatDuration(durationMs)) ?? []
        const readMs =
          (((Number(days) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s)) * 1_000 + Number(ticks) / 10_000
        expect(Math.abs(readMs - durationMs)).toBeLessThan(0.001)
      }),
      { numRuns: propertyRuns(1_000) },
    )
  })
})
