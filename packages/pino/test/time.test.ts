import { recordTime } from '@azmon/core/adapter'
import { describe, expect, it } from '@jest/globals'
import pino from 'pino'
import { mappedLine, mappedOne, NOW_MS } from './builders'

const earlier = NOW_MS - 1

describe('the time of a record', () => {
  it.each<[string, unknown, string]>([
    ['milliseconds', earlier, '2026-03-04T11:59:59.999Z'],
    ['seconds', NOW_MS / 1_000, '2026-03-04T12:00:00.000Z'],
    ['seconds with decimals', earlier / 1_000, '2026-03-04T11:59:59.999000Z'],
    ['milliseconds with decimals', earlier + 0.125, '2026-03-04T11:59:59.999125Z'],
    ['microseconds', earlier * 1_000 + 123, '2026-03-04T11:59:59.999123Z'],
    ['nanoseconds, with the precision of a number', earlier * 1e6, '2026-03-04T11:59:59.9990000Z'],
    ['milliseconds in a string', String(earlier), '2026-03-04T11:59:59.999Z'],
    ['nanoseconds in a string', `${earlier}123456`, '2026-03-04T11:59:59.9991234Z'],
    ['ISO-8601', '2026-03-04T11:59:59.999Z', '2026-03-04T11:59:59.999Z'],
    ['ISO-8601 with whole seconds', '2026-03-04T11:59:59Z', '2026-03-04T11:59:59.000Z'],
    ['ISO-8601 with nanoseconds', '2026-03-04T11:59:59.999123456Z', '2026-03-04T11:59:59.9991234Z'],
    ['ISO-8601 in another zone', '2026-03-04T13:59:59.999+02:00', '2026-03-04T11:59:59.999Z'],
  ])('is read from %s', (_, time, expected) => {
    expect(recordTime(time, NOW_MS)).toBe(expected)
    const envelope = mappedLine({ level: 30, time })
    expect(envelope.time).toBe(expected)
    expect(envelope.data.baseData.properties).toEqual({ level: 'info' })
  })

  it.each<[string, unknown, string]>([
    ['a word', 'tomorrow', 'tomorrow'],
    ['a local time', '2026-03-04 12:00:00', '2026-03-04 12:00:00'],
    ['too many digits', '1'.repeat(20), '1'.repeat(20)],
    ['too small', 61, '61'],
    ['negative', -earlier, String(-earlier)],
    ['older than the service accepts', NOW_MS - 49 * 3_600_000, String(NOW_MS - 49 * 3_600_000)],
    ['later than the service accepts', NOW_MS + 3 * 3_600_000, String(NOW_MS + 3 * 3_600_000)],
    ['null', null, 'null'],
  ])('is the time of arrival if the given time is %s, which stays a property', (_, time, property) => {
    const envelope = mappedLine({ level: 30, time })
    expect(envelope.time).toBe('2026-03-04T12:00:00.000Z')
    expect(envelope.data.baseData.properties).toEqual({ level: 'info', time: property })
  })

  it('is the time of arrival if the record has none', () => {
    const envelope = mappedLine({ level: 30 })
    expect([envelope.time, envelope.data.baseData.properties]).toEqual(['2026-03-04T12:00:00.000Z', { level: 'info' }])
  })

  it('is read from the field timeKey', () => {
    const envelope = mappedLine({ level: 30, '@timestamp': earlier, time: 'mine' }, { timeKey: '@timestamp' })
    expect(envelope.time).toBe('2026-03-04T11:59:59.999Z')
    expect(envelope.data.baseData.properties).toEqual({ level: 'info', time: 'mine' })
  })

  it.each(['epochTime', 'unixTime', 'isoTime', 'isoTimeNano', 'nullTime'] as const)(
    'is read correctly from %s of pino',
    (name) => {
      const { time, data } = mappedOne((logger) => logger.info('x'), { timestamp: pino.stdTimeFunctions[name] })
      expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(5_000)
      expect(data.baseData.properties).toEqual({ level: 'info' })
    },
  )
})
