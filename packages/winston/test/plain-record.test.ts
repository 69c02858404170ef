import type { Envelope } from '@azmon/core'
import type { LogMoment, PreserializedTrace } from '@azmon/core/adapter'
import { propertyRuns, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { anyCharacter } from '@azmon/testkit/any-character'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import winston, { type Logger, type LoggerOptions } from 'winston'
import { AzureMonitorTransport, type AzureMonitorTransportOptions } from '../src'
import type { LogInfo } from '../src/log-info'
import type { MapContext } from '../src/map-context'
import { mapInfo } from '../src/map-info'

import { PlainRecordWriter } from '../src/plain-record'
import { aContext, asItIs, recorded, writeOf } from './builders'

const NOW: LogMoment = { timeMs: Date.now(), operation: undefined }
const META = { orderId: 42, total: 12.5, customer: 'customer-5', express: false, coupon: null, emoji: 'ä漢😀' }
const FORMATS = winston.format

describe('a plain record is written as mapping would, when it is logged', () => {
  it.each<[string, (logger: Logger) => void, LoggerOptions?, Partial<MapContext>?]>([
    ['with meta', (logger) => logger.info('The order was taken', META)],
    ['without', (logger) => logger.warn('The order was taken')],
    ['as one entry', (logger) => logger.log({ level: 'info', message: 'x', ...META })],
    ['by a child logger', (logger) => logger.child({ requestId: 'r1' }).info('x', META)],
    ['with default meta', (logger) => logger.info('x', META), { defaultMeta: { service: 'shop' } }],
    ['with a time', (logger) => logger.info('x', META), { format: FORMATS.timestamp() }],
    ['with a label', (logger) => logger.info('x', META), { format: FORMATS.label({ label: 'payments "eu"' }) }],
    ['by a logger with a name', (logger) => logger.info('x', META), {}, { logger: 'orders' }],
    ['coloured', (logger) => logger.info('x', META), { format: FORMATS.colorize({ all: true }) }],
    ['with a percent sign', (logger) => logger.info('100 % done', META)],
    ['with a URL in its message', (logger) => logger.info('see https://shop/?sig=secret', META)],
    ['with a pair that is no secret', (logger) => logger.info('x', { pair: 'a=1; b: 2' })],
    ['with a URL that has nothing to lose', (logger) => logger.info('/?', { a: 'https://shop/', b: '/orders/7' })],
    ['with escapes', (logger) => logger.info('a "b"\n\u0007\ud83d', { 'a"b': 'c\\d\u2028', more: '\udc00' })],
    ['with numbers of every kind', (logger) => logger.info('x', { a: -0, b: Number.NaN, c: 1e21, d: 0.1 + 0.2 })],
    ['with nothing under a name', (logger) => logger.info('x', { a: undefined, logger: undefined, err: undefined })],
    ['with an error that is a text', (logger) => logger.info('x', { err: 'refused', trace: 'none' })],
    ['at a level of nobody’s', (logger) => logger.log('audit', 'x', META), { levels: { audit: 0 }, level: 'audit' }],
  ])('%s', (_, log, ...[options, context]) => {
    const info = recorded(log, { format: asItIs, ...options })
    const { written, mapped } = bothOf(info, aContext(context))
    expect(written).toEqual(mapped)
    expect(written).toBeDefined()
  })

  it('in an operation', () => {
    const tags = { 'ai.operation.id': 'a'.repeat(32), 'ai.operation.parentId': 'b'.repeat(16) }
    const moment = { ...NOW, operation: { tags, sampleRate: undefined } }
    const { written, mapped } = bothOf({ level: 'info', message: 'x', ...META }, aContext(), moment)
    expect(written).toEqual(mapped)
    expect(written).toMatchObject({ tags })
  })

  it('after another one with another level and label', () => {
    const writer = new PlainRecordWriter(aContext())
    const properties = [
      { level: 'info', label: 'shop' },
      { level: 'warn', label: 'shop' },
      { level: 'warn', label: 'till' },
      { level: 'warn' },
    ].map((info) => JSON.parse(writer.write({ ...info, message: 'x' }, NOW)?.properties ?? ''))
    expect(properties).toEqual([
      { label: 'shop', level: 'info', logger: 'shop' },
      { label: 'shop', level: 'warn', logger: 'shop' },
      { label: 'till', level: 'warn', logger: 'till' },
      { level: 'warn' },
    ])
  })
})

describe('a record is left to mapping', () => {
  class Order {
    readonly id = 5
  }
  const dropsError = winston.format(({ err, ...info }) => Object.assign(info, { reason: String(err) }))()
  const circular: Record<string, unknown> = {}
  circular['self'] = circular

  it.each<[string, (logger: Logger) => void, LoggerOptions?]>([
    ['with an object', (logger) => logger.info('x', { basket: { items: 3 } })],
    ['with a list', (logger) => logger.info('x', { items: [1, 2] })],
    ['with a date', (logger) => logger.info('x', { at: new Date() })],
    ['with a bigint', (logger) => logger.info('x', { big: 10n })],
    ['with a symbol', (logger) => logger.info('x', { kind: Symbol('s') })],
    ['with a function', (logger) => logger.info('x', { done: () => {} })],
    ['with what never ends', (logger) => logger.info('x', circular)],
    ['with an error', (logger) => logger.info('x', { err: new Error('no') })],
    ['with an error behind the message', (logger) => logger.info('x', new Error('no'))],
    ['with an error that a format has taken out', (l) => l.info('x', { err: new Error('no') }), { format: dropsError }],
    ['with what is left of an error', (logger) => logger.info('x', { stack: 'Error: no\n    at here' })],
    ['that is an error', (logger) => logger.error(new Error('no'))],
    ['that is of a class', (logger) => logger.log(Object.assign(new Order(), { level: 'info', message: 'x' }))],
    ['whose meta is of a class', (logger) => logger.info('x', new Order())],
    ['with a message in its meta', (logger) => logger.info('x', { message: 'y' })],
    ['with a level in its meta', (logger) => logger.info('x', { level: 'mine' })],
    ['with more behind its message', (logger) => logger.info('x', META, 'more')],
    ['with a text behind its message', (logger) => logger.info('x', 'more' as never)],
    ['with a token in its message', (logger) => logger.info('took %d ms', META)],
    ['with a URL, which may have a secret in it', (logger) => logger.info('x', { url: 'https://shop/?sig=secret' })],
    ['with a URL from its path on', (logger) => logger.info('x', { url: '/?sig=secret' })],
    ['with a URL of any scheme', (logger) => logger.info('x', { broker: '//app:secret@queue' })],
    ['with a connection string', (logger) => logger.info('x', { db: 'Server=db;Password=secret' })],
    ['with a header', (logger) => logger.info('x', { line: 'Authorization: Bearer secret' })],
    ['with an entry', (logger) => logger.info('x', { name: 'Cookie', value: 'secret' })],
    ['with a secret', (logger) => logger.info('x', { password: 'secret' })],
    ['with a name that reaches the prototype', (logger) => logger.info('x', JSON.parse('{"constructor":"x"}'))],
    ['with a name longer than the service takes', (logger) => logger.info('x', { ['k'.repeat(151)]: 1 })],
    ['with a text longer than the service takes', (logger) => logger.info('x', { text: 'x'.repeat(8_193) })],
    ['with a message longer than the service takes', (logger) => logger.info('x'.repeat(32_769))],
    ['without a message', (logger) => logger.log({ level: 'info' } as never)],
    ['with an empty message', (logger) => logger.info('')],
    ['with a message that is an object', (logger) => logger.info({ a: 1 } as never)],
    ['with a time that is none', (logger) => logger.info('x', { timestamp: 'just now' })],
    ['with a time that the service would refuse', (logger) => logger.info('x', { timestamp: 0 })],
    ['with a custom event', (logger) => logger.info('x', { customEvent: 'order' })],
    ['with custom dimensions', (logger) => logger.info('x', { custom_dimensions: { a: 1 } })],
    ['with a field where the name of the logger belongs', (logger) => logger.info('x', { logger: 'mine' })],
  ])('%s', (_, log, ...[options]) => {
    const info = recorded(log, { format: asItIs, ...options })
    expect(new PlainRecordWriter(aContext()).write(info, NOW)).toBeUndefined()
  })

  it('with a field that throws', () => {
    const info = Object.defineProperty({ level: 'info', message: 'x' }, 'late', { get: fail, enumerable: true })
    const hidden = new Proxy({ level: 'info', message: 'x' }, { getPrototypeOf: fail })
    for (const each of [info, hidden]) expect(new PlainRecordWriter(aContext()).write(each, NOW)).toBeUndefined()
  })

  it('where records are events', () => {
    const writer = new PlainRecordWriter(aContext({ recordsAs: 'event' }))
    expect(writer.write({ level: 'info', message: 'x' }, NOW)).toBeUndefined()
  })

  it('where what the logger is called is a secret', () => {
    const writer = new PlainRecordWriter(aContext({ serializer: writeOf({ redactKeys: ['logger'] }) }))
    expect(writer.write({ level: 'info', message: 'x', label: 'shop' }, NOW)).toBeUndefined()
    expect(writer.write({ level: 'info', message: 'x' }, NOW)).toBeDefined()
  })

  it('of an operation of which only a share is kept', () => {
    const operation = { tags: {}, sampleRate: 25 }
    const writer = new PlainRecordWriter(aContext())
    expect(writer.write({ level: 'info', message: 'x' }, { ...NOW, operation })).toBeUndefined()
  })

  it('with a name that is new, once there are many', () => {
    const writer = new PlainRecordWriter(aContext())
    const withField = (name: string) => writer.write({ level: 'info', message: 'x', [name]: 1 }, NOW)
    for (let i = 0; i < 1_000; i++) withField(`order-${i}`)
    expect(withField('order-5')).toBeDefined()
    expect(withField('order-1000')).toBeUndefined()
  })
})

describe('any record', () => {
  const names = fc.oneof(
    fc.constantFrom('level', 'message', 'timestamp', 'label', 'logger', 'err', 'stack', 'customEvent'),
    fc.constantFrom('customDimensions', 'password', 'constructor', 'orderId', 'name', 'id'),
    { weight: 3, arbitrary: fc.string({ maxLength: 12, unit: 'grapheme' }) },
  )
  const values = fc.oneof(
    { weight: 5, arbitrary: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)) },
    fc.oneof(
      fc.double(),
      fc.constantFrom(undefined, 10n, '%s', 'info', 'audit', `${new Date(NOW.timeMs).toISOString().slice(0, -1)}456Z`),
    ),
    fc.string({ unit: anyCharacter }),
    fc.webUrl({ withQueryParameters: true }),
    fc.tuple(fc.webPath(), fc.constantFrom('token', 'id', 'page')).map(([path, name]) => `/${path}?${name}=1`),
    fc.constantFrom(new Error('no'), new Date(0), () => {}),
    fc.jsonValue(),
  )
  const metas = fc.dictionary(names, values, { maxKeys: 5 })
  const texts = fc.oneof({ weight: 5, arbitrary: fc.string({ unit: 'grapheme' }) }, values)
  const calls = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(texts, metas) },
    fc.tuple(texts),
    fc.tuple(texts, metas, values),
    fc.tuple(texts, values),
  )

  it('that is written is what mapping makes of it, however its logger is set', () => {
    const settings: readonly (readonly [Partial<MapContext>, LoggerOptions])[] = [
      [{}, {}],
      [{ logger: 'orders' }, { format: FORMATS.timestamp() }],
      [{}, { format: FORMATS.label({ label: 'payments' }), defaultMeta: { service: 'shop' } }],
      [{}, { format: FORMATS.splat() }],
      [{ errorKeys: ['id', 'reason'] }, { format: FORMATS.errors({ stack: true }) }],
      [{}, { format: FORMATS.metadata() }],
      [{ serializer: writeOf({ redactKeys: ['id', 'level'], flatten: 'dot' }) }, {}],
      [{ serializer: writeOf({ redactKeys: ['name', 'logger'] }) }, { defaultMeta: { label: 'shop' } }],
    ]
    for (const [settled, options] of settings) {
      const context = aContext(settled)
      const writer = new PlainRecordWriter(context)
      fc.assert(
        fc.property(calls, (args) => {
          const info = recorded((logger) => logger.warn(...(args as [never])), { format: asItIs, ...options })
          const { written, mapped } = bothOf(info, context, NOW, writer)
          if (written !== undefined) expect(written).toEqual(mapped)
        }),
        { numRuns: propertyRuns(100) },
      )
    }
  })

  it('arrives as it does where a processor wants to see it, and is accounted for alike', async () => {
    const some = fc.sample(calls, 1_000)
    const [asItCame, seen] = await Promise.all([arrivalsOf(some), arrivalsOf(some, { processors: [() => {}] })])
    const timeless = (items: readonly WireEnvelope[]) => items.map(({ time, ...rest }) => rest)
    expect(timeless(asItCame.items)).toEqual(timeless(seen.items))
    expect(asItCame.account).toEqual(seen.account)
  })
})

// --- helpers, in order of use ---

function fail(): never {
  throw new Error('no')
}

function bothOf(
  info: LogInfo,
  context: MapContext,
  moment = NOW,
  writer = new PlainRecordWriter(context),
): { readonly written: unknown; readonly mapped: unknown } {
  const trace = writer.write(info, moment)
  return { written: trace && envelopeOf(trace), mapped: plain(mapInfo(info, context, moment)) }
}

function envelopeOf({ time, tags, severityLevel, message, properties }: PreserializedTrace): unknown {
  const baseData = { message: JSON.parse(message), severityLevel, properties: JSON.parse(properties) }
  return plain({ time, tags, data: { baseType: 'MessageData', baseData } } as Envelope)
}

/** Without what JSON leaves out. */
function plain(envelope: Envelope): unknown {
  return JSON.parse(JSON.stringify(envelope))
}

async function arrivalsOf(
  calls: readonly (readonly unknown[])[],
  options: AzureMonitorTransportOptions = {},
): Promise<{ readonly items: readonly WireEnvelope[]; readonly account: object }> {
  const ingestion = await startIngestion()
  const transport = new AzureMonitorTransport({ connectionString: ingestion.connectionString, ...options })
  const logger = winston.createLogger({ format: asItIs, transports: [transport] })
  for (const args of calls) logger.info(...(args as [never]))
  await transport.flush()
  const { received, sent, dropped, truncated, redacted, measurementsDropped } = transport.stats()
  logger.close()
  await ingestion.close()
  return { items: ingestion.accepted, account: { received, sent, dropped, truncated, redacted, measurementsDropped } }
}
