import { expect, it } from '@jest/globals'
import { ItemLines } from '../../core/test/adapter/item-lines'
import { mapInfo } from '../src/map-info'
import { RecordMap } from '../src/record-map'
import { aContext, recorded } from './builders'

const NOW = { timeMs: Date.parse('2026-03-04T12:00:00.000Z'), operation: undefined }

it('a plain record is written directly, and any other is mapped, with the same result', () => {
  const lines = new ItemLines()
  const context = aContext({ serializer: lines.properties })
  const map = new RecordMap(context, true)
  const cases = [
    { info: recorded((logger) => logger.info('x', { orderId: 42 })), isWritten: true },
    { info: recorded((logger) => logger.info('x', { err: new Error('no') })), isWritten: true },
    { info: recorded((logger) => logger.info('x', { basket: new Map([['a', 1]]) })), isWritten: false },
    { info: recorded((logger) => logger.info('x', { stack: 'Error: no' })), isWritten: false },
  ]
  for (const { info, isWritten } of cases) {
    expect('baseType' in map.item(info, NOW, info)).toBe(isWritten)
    expect(lines.of(() => map.item(info, NOW, info))).toEqual(lines.of(() => mapInfo(info, context, NOW, info)))
  }
})

it('every record is mapped if the client accepts nothing else, or records become events', () => {
  const info = recorded((logger) => logger.info('x', { orderId: 42 }))
  const events = aContext({ recordsAs: 'event' })
  expect(new RecordMap(aContext(), false).item(info, NOW, info)).toEqual(mapInfo(info, aContext(), NOW, info))
  expect(new RecordMap(events, true).item(info, NOW, info)).toMatchObject({ data: { baseType: 'EventData' } })
})
