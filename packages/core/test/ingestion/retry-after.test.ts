import { propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { retryAfterMs } from '../../src/ingestion/retry-after'

describe('a Retry-After header', () => {
  const now = Date.parse('2026-01-02T03:04:00Z')

  it.each<[string | undefined, number | undefined]>([
    ['5', 5_000],
    [' 5 ', 5_000],
    ['0', 1_000],
    ['86400', 3_600_000],
    ['Fri, 02 Jan 2026 03:04:30 GMT', 30_000],
    ['Fri, 02 Jan 2026 03:03:30 GMT', 1_000],
    ['Fri, 02 Jan 2099 03:03:30 GMT', 3_600_000],
    ['Fri, 99 Xyz 2026 03:04:30 GMT', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['10abc', undefined],
    ['2026-01-02', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %p delays by %p ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected)
  })

  it('delays by a second to an hour or not at all, whatever the endpoint sends', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (header) => {
          const delayMs = retryAfterMs(header, now)
          expect(delayMs === undefined || (delayMs >= 1_000 && delayMs <= 3_600_000)).toBe(true)
        },
      ),
      { numRuns: propertyRuns(1_000) },
    )
  })
})
