import { describe, expect, it } from '@jest/globals'
import { formatSide, parseSide, rangeOf, type Side, sideCondition } from '../../../../web/src/views/compare/side'

const fallback: Side = { kind: 'selected' }
const selected = { fromMs: Date.parse('2026-01-02T10:00:00Z'), toMs: Date.parse('2026-01-02T11:00:00Z') }

describe('a side in an address', () => {
  it.each<Side>([
    { kind: 'before' },
    { kind: 'version', role: 'sh~op', version: '1.0 & more' },
    { kind: 'instance', instance: 'shop/1' },
  ])('is read back as it was written: %j', (side) => {
    expect(parseSide(formatSide(side), fallback)).toEqual(side)
  })

  it.each(['', 'year', 'version~%'])('is the fallback for %p', (text) => {
    expect(parseSide(text, fallback)).toEqual(fallback)
  })
})

it.each([
  ['selected', '2026-01-02T10:00:00.000Z'],
  ['before', '2026-01-02T09:00:00.000Z'],
  ['day', '2026-01-01T10:00:00.000Z'],
  ['week', '2025-12-26T10:00:00.000Z'],
] as const)('the time %s begins at %s', (kind, from) => {
  const { fromMs, toMs } = rangeOf({ kind }, selected)
  expect(new Date(fromMs).toISOString()).toBe(from)
  expect(toMs - fromMs).toBe(3_600_000)
})

it('restricts rows to a version of a role in the selected time', () => {
  expect(sideCondition({ kind: 'version', role: 'shop', version: '2.0' }, selected)).toBe(
    'timestamp >= datetime(2026-01-02T10:00:00.000Z) and timestamp < datetime(2026-01-02T11:00:00.000Z)' +
      ' and cloud_RoleName == "shop" and application_Version == "2.0"',
  )
})
