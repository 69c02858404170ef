import { describe, expect, it } from '@jest/globals'
import winston from 'winston'
import { mapInfo } from '../src/map-info'
import { aContext, mappedOne } from './builders'

const nowMs = Date.parse('2026-03-04T12:00:00.000Z')

describe('the time of a record', () => {
  it('is the time of the call', () => {
    const envelope = mapInfo({ level: 'info', message: 'x' }, aContext(), { timeMs: nowMs, operation: undefined })
    expect(envelope.time).toBe('2026-03-04T12:00:00.000Z')
  })

  it.each<[string, unknown, string]>([
    ['a Date', new Date(nowMs - 1), '2026-03-04T11:59:59.999Z'],
    ['milliseconds', nowMs - 1, '2026-03-04T11:59:59.999Z'],
    ['a string in the format of format.timestamp()', '2026-03-04T11:59:59.999Z', '2026-03-04T11:59:59.999Z'],
    ['a string that is more precise than milliseconds', '2026-03-04T11:59:59.9991234Z', '2026-03-04T11:59:59.9991234Z'],
    [
      'a string that is more precise than the service',
      '2026-03-04T11:59:59.999123456Z',
      '2026-03-04T11:59:59.9991234Z',
    ],
    ['a string with whole seconds', '2026-03-04T11:59:59Z', '2026-03-04T11:59:59.000Z'],
    ['a string in another zone', '2026-03-04T13:59:59.999+02:00', '2026-03-04T11:59:59.999Z'],
  ])('is its timestamp, if that is %s', (_, timestamp, time) => {
    const { data, ...envelope } = mapInfo({ level: 'info', message: 'x', timestamp }, aContext(), {
      timeMs: nowMs,
      operation: undefined,
    })
    expect(envelope).toEqual({ time })
    expect(data.baseData.properties).toEqual({ level: 'info' })
  })

  it.each<[string, unknown, string]>([
    ['a word', 'tomorrow', 'tomorrow'],
    ['a local time without a zone', '2026-03-04 12:00:00', '2026-03-04 12:00:00'],
    ['no date', '2026-13-45T99:00:00Z', '2026-13-45T99:00:00Z'],
    ['an invalid Date', new Date(Number.NaN), 'Invalid Date'],
    ['NaN', Number.NaN, 'NaN'],
    ['a number that is too small', 61_000, '61000'],
    ['older than the service accepts', new Date(nowMs - 49 * 3_600_000), '2026-03-02T11:00:00.000Z'],
    ['later than the service accepts', '2026-03-05T12:00:00.000Z', '2026-03-05T12:00:00.000Z'],
    ['an object', { seconds: 1 }, '{"seconds":1}'],
  ])('is the time of the call if the timestamp is %s, which stays a property', (_, timestamp, property) => {
    const envelope = mapInfo({ level: 'info', message: 'x', timestamp }, aContext(), {
      timeMs: nowMs,
      operation: undefined,
    })
    expect(envelope.time).toBe('2026-03-04T12:00:00.000Z')
    expect(envelope.data.baseData.properties).toEqual({ level: 'info', timestamp: property })
  })

  it('is the time that format.timestamp() has written', () => {
    let written: unknown
    const keep = winston.format((info) => {
      written = info['timestamp']
      return info
    })
    const envelope = mappedOne((logger) => logger.info('x'), {
      format: winston.format.combine(winston.format.timestamp(), keep()),
    })
    expect(envelope.time).toBe(written)
    expect(envelope.data.baseData.properties).toEqual({ level: 'info' })
  })
})
