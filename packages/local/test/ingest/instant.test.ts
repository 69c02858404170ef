import { expect, it } from '@jest/globals'
import { instantMicros } from '../../src/ingest/instant'

it.each([
  ['2026-01-02T03:04:05Z', 1_767_323_045_000_000n],
  ['2026-01-02T03:04:05.6Z', 1_767_323_045_600_000n],
  ['2026-01-02T03:04:05.6789012Z', 1_767_323_045_678_901n],
  ['2026-01-02T04:04:05.678901+01:00', 1_767_323_045_678_901n],
  ['2026-01-02T03:04:05.000001', 1_767_323_045_000_001n],
])('reads %s to the microsecond', (text, micros) => {
  expect(instantMicros(text)).toBe(micros)
})

it.each(['', 'yesterday', '2026-13-02T03:04:05Z', '2026-01-02', '1767323045'])('rejects %p', (text) => {
  expect(instantMicros(text)).toBeUndefined()
})
