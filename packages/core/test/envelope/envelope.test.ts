import { expect, it } from '@jest/globals'
import { isEnvelope } from '../../src/envelope/envelope'

const DATA = { baseType: 'MessageData', baseData: { message: 'hello' } }

it('accepts an object with a time and data', () => {
  expect(isEnvelope({ time: '2026-01-02T03:04:05.678Z', data: DATA } as never)).toBe(true)
})

it.each<[string, unknown]>([
  ['undefined', undefined],
  ['no time', { data: DATA }],
  ['a Date as time', { time: new Date(), data: DATA }],
  ['no data', { time: '' }],
  ['no baseType', { time: '', data: { baseData: {} } }],
  ['null as baseData', { time: '', data: { baseType: 'MessageData', baseData: null } }],
])('rejects %s', (_, value) => {
  expect(isEnvelope(value as never)).toBe(false)
})
