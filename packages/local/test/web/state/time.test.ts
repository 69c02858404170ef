import { expect, it } from '@jest/globals'
import { formatBrush, parseBrush, parseMoment, parseRange, rangeLabel } from '../../../web/src/state/time'

const NOW_MS = Date.parse('2026-11-29T14:33:00Z')

it.each([
  ['now', NOW_MS],
  ['-30m', NOW_MS - 1_800_000],
  ['-2h', NOW_MS - 7_200_000],
  ['-7d', NOW_MS - 604_800_000],
  ['2026-11-29T14:00:00Z', Date.parse('2026-11-29T14:00:00Z')],
  ['yesterday', undefined],
  ['-5', undefined],
])('reads the moment %s', (moment, expected) => {
  expect(parseMoment(moment, NOW_MS)).toBe(expected)
})

it('reads the last 30 minutes where a range cannot be read or is empty', () => {
  const lastHalfHour = { fromMs: NOW_MS - 1_800_000, toMs: NOW_MS }

  expect(parseRange(undefined, undefined, NOW_MS)).toEqual(lastHalfHour)
  expect(parseRange('nonsense', 'now', NOW_MS)).toEqual(lastHalfHour)
  expect(parseRange('now', 'now', NOW_MS)).toEqual(lastHalfHour)
})

it('writes a brush that it reads', () => {
  const brush = { fromMs: NOW_MS - 1_000, toMs: NOW_MS }

  expect(parseBrush(formatBrush(brush))).toEqual(brush)
  expect([parseBrush('a'), parseBrush('z-a'), parseBrush(undefined)]).toEqual([undefined, undefined, undefined])
})

it('names a range', () => {
  expect(rangeLabel('-30m', 'now')).toBe('Last 30 min')
  expect(rangeLabel('2026-11-29T14:00:00', '2026-11-29T15:00:00')).toBe('11-29 14:00 to 11-29 15:00')
})
