import { describe, expect, it } from '@jest/globals'
import { recordTime } from '../../src/adapter'

const nowMs = Date.parse('2026-03-04T12:00:00.000Z')
const earlier = nowMs - 1

describe('a time is accepted', () => {
  it.each<[string, unknown, string]>([
    ['as a Date', new Date(earlier), '2026-03-04T11:59:59.999Z'],
    ['in seconds', nowMs / 1_000, '2026-03-04T12:00:00.000Z'],
    ['in seconds with decimals', earlier / 1_000, '2026-03-04T11:59:59.999000Z'],
    ['in milliseconds', earlier, '2026-03-04T11:59:59.999Z'],
    ['in milliseconds with decimals', earlier + 0.125, '2026-03-04T11:59:59.999125Z'],
    ['in microseconds', earlier * 1_000 + 123, '2026-03-04T11:59:59.999123Z'],
    ['in digits of milliseconds', String(earlier), '2026-03-04T11:59:59.999Z'],
    ['in digits of nanoseconds', `${earlier}123456`, '2026-03-04T11:59:59.9991234Z'],
    ['as ISO-8601', '2026-03-04T11:59:59.999Z', '2026-03-04T11:59:59.999Z'],
    ['as ISO-8601 in another zone', '2026-03-04T13:59:59.999+02:00', '2026-03-04T11:59:59.999Z'],
  ])('%s', (_, time, accepted) => {
    expect(recordTime(time, nowMs)).toBe(accepted)
  })
})

describe('a time is not accepted', () => {
  it.each<[string, unknown]>([
    ['if it is a word', 'tomorrow'],
    ['if it has no zone', '2026-03-04T12:00:00'],
    ['if it is an invalid Date', new Date(Number.NaN)],
    ['if it is not a number', Number.NaN],
    ['if it is infinite', Number.POSITIVE_INFINITY],
    ['if it is negative', -earlier],
    ['if it is older than 48 hours', nowMs - 48 * 3_600_000 - 1],
    ['if it is more than 2 hours ahead', nowMs + 2 * 3_600_000 + 1],
    ['if there is none', undefined],
    ['if it is an object', { seconds: 1 }],
  ])('%s', (_, time) => {
    expect(recordTime(time, nowMs)).toBeUndefined()
  })

  it('except at these limits', () => {
    expect(recordTime(nowMs - 48 * 3_600_000, nowMs)).toBe('2026-03-02T12:00:00.000Z')
    expect(recordTime(nowMs + 2 * 3_600_000, nowMs)).toBe('2026-03-04T14:00:00.000Z')
  })
})
