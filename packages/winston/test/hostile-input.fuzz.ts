import { PlainWriter, recordTime } from '@azmon/core/adapter'
import {
  CANARY,
  expectNoSecret,
  fuzz,
  type Make,
  objectsLike,
  short,
  stringsLike,
  valuesLike,
} from '@azmon/testkit/fuzz'
import { afterAll, beforeAll, describe, jest } from '@jest/globals'
import fc from 'fast-check'
import { AzureMonitorTransport } from '../src'
import { LEVEL, type LogInfo, SPLAT } from '../src/log-info'
import { EXCLUDED } from '../src/map-context'
import { mapInfo } from '../src/map-info'
import { writePlain } from '../src/plain-record'
import { aContext } from './builders'

const strings = stringsLike(
  'Card %s declined: %d %j',
  'Error: a\n    at f (/b.js:1:2)',
  'token=a',
  '2026-03-04T12:00:00.000Z',
)
const keys = [
  'message',
  'level',
  'timestamp',
  'stack',
  'err',
  'error',
  'cause',
  'exception',
  'rejection',
  'logger',
  'trace',
]
const fields = objectsLike([...keys, 'customEvent', 'microsoft.custom_event.name'], strings)
const values = valuesLike(strings)
const moment = { timeMs: Date.parse('2026-03-04T12:00:00.000Z'), operation: undefined }

/** A record as a transport gets it, whatever formats have made of it. */
const infoOf = (make: Make<object>, splat: readonly Make<unknown>[]): LogInfo => {
  const info = make() as LogInfo
  const extra = { [LEVEL]: { value: 'info' }, [SPLAT]: { value: splat.map((one) => one()) } }
  return Object.isExtensible(info) ? Object.defineProperties(info, extra) : info
}
const infos = fc.tuple(fields, fc.array(values, { maxLength: 4 }))

describe('a record', () => {
  const context = aContext()
  const writes = { ...context, writer: new PlainWriter(context.serializer, EXCLUDED) }

  fuzz('of any shape', infos, ([make, splat]) => mapInfo(infoOf(make, splat), context, moment))
  fuzz('on the fast path', infos, ([make, splat]) => writePlain(infoOf(make, splat), writes, moment))
  fuzz('that a format has changed', fc.tuple(fields, infos), ([changed, [make, splat]]) =>
    mapInfo(changed() as LogInfo, context, moment, infoOf(make, splat)),
  )
  fuzz(
    'with a message, a key and an argument',
    fc.tuple(strings, short(strings), short(strings)),
    ([message, key, argument]) =>
      mapInfo({ level: 'info', message, [key]: argument, [SPLAT]: [{ [key]: argument }, argument] }, context, moment),
  )
  fuzz(
    'with secrets',
    fc.tuple(values, short(strings)),
    ([make, key]) => {
      const secrets = { password: CANARY, inner: { list: [{ [`${key}_password`]: CANARY }, make()] } }
      return mapInfo({ level: 'info', message: 'a', ...secrets, [SPLAT]: [secrets, make()] }, context, moment)
    },
    expectNoSecret,
  )
  fuzz('with a timestamp', values, (make) => recordTime(make(), moment.timeMs))
})

describe('a transport', () => {
  let transport: AzureMonitorTransport
  beforeAll(async () => {
    jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    transport = new AzureMonitorTransport({
      connectionString: 'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9',
      durability: 'memory',
      exitFlushMs: 0,
    })
    await new Promise(setImmediate) // its HTTP client is loaded then
  })
  afterAll(() => transport.close())
  fuzz('a record of any shape', infos, ([make, splat]) => transport.log(infoOf(make, splat), () => {}))
})
