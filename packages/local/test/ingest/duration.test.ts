import { expect, it } from '@jest/globals'
import { durationMs } from '../../src/ingest/duration'

it.each([
  ['00:00:00.012', 12],
  ['00:00:01.2345', 1234.5],
  ['1.01:01:01.001', 90_061_001],
  ['00:00:01.1', 1100],
  ['00:00:00.0000001', 0.0001],
  ['23:59:59.9999999', 86_399_999.9999],
  ['999.00:00:00', 86_313_600_000],
])('reads %s as %d ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms)
})

it.each(['', '12', '24:00:00', '00:60:00', '00:00:60.0', '-00:00:01', '00:00:00.12345678', '00:00:01Z'])(
  'rejects %p',
  (text) => {
    expect(durationMs(text)).toBeUndefined()
  },
)
