import { type LogMoment, PlainWriter } from '@azmon/core/adapter'
import { startIngestion, type WireEnvelope } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import winston, { type Logger, type LoggerOptions } from 'winston'
import { checkSame, ItemLines } from '../../core/test/adapter/item-lines'
import {
  hugeValues,
  jsonValues,
  PLAIN_RUNS,
  programValues,
  recordNames,
  recordStrings,
} from '../../core/test/adapter/record-values'
import { AzureMonitorTransport, type AzureMonitorTransportOptions } from '../src'
import type { LogInfo } from '../src/log-info'
import { EXCLUDED, type MapContext } from '../src/map-context'
import { mapInfo } from '../src/map-info'
import { writePlain } from '../src/plain-record'
import { aContext, asItIs, recorded } from './builders'

const NOW: LogMoment = { timeMs: Date.now(), operation: undefined }
const OPERATION = { 'ai.operation.id': 'a'.repeat(32), 'ai.operation.parentId': 'b'.repeat(16) }
const META = { orderId: 42, total: 12.5, customer: 'customer-5', express: false, coupon: null, emoji: 'ä漢😀' }
const FORMATS = winston.format

const circular: Record<string, unknown> = {}
circular['self'] = circular

const manyTexts = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`text${i}`, 'é'.repeat(8_000)]))

describe('a plain record is written with the same result as mapping, if it is logged', () => {
  it.each<[string, (logger: Logger) => void, LoggerOptions?, Partial<MapContext>?]>([
    ['with meta', (logger) => logger.info('The order was taken', META)],
    ['without meta', (logger) => logger.warn('The order was taken')],
    ['as a single entry', (logger) => logger.log({ level: 'info', message: 'x', ...META })],
    ['by a child logger', (logger) => logger.child({ requestId: 'r1' }).info('x', META)],
    ['with default meta', (logger) => logger.info('x', META), { defaultMeta: { service: 'shop' } }],
    ['with a time', (logger) => logger.info('x', META), { format: FORMATS.timestamp() }],
    ['with a label', (logger) => logger.info('x', META), { format: FORMATS.label({ label: 'payments "eu"' }) }],
    ['by a logger with a name', (logger) => logger.info('x', META), {}, { logger: 'orders' }],
    ['in color', (logger) => logger.info('x', META), { format: FORMATS.colorize({ all: true }) }],
    ['with a percent sign', (logger) => logger.info('100 % done', META)],
    ['with a URL in its message', (logger) => logger.info('see https://shop/?sig=secret', META)],
    ['with a pair that is not a secret', (logger) => logger.info('x', { pair: 'a=1; b: 2' })],
    ['with URLs without secrets', (logger) => logger.info('/?', { a: 'https://shop/', b: '/orders/7' })],
    ['with escapes', (logger) => logger.info('a "b"\n\u0007\ud83d', { 'a"b': 'c\\d\u2028', more: '\udc00' })],
    ['with numbers of every kind', (logger) => logger.info('x', { a: -0, b: Number.NaN, c: 1e21, d: 0.1 + 0.2 })],
    ['with undefined fields', (logger) => logger.info('x', { a: undefined, logger: undefined, err: undefined })],
    ['with a string in an error field', (logger) => logger.info('x', { err: 'refused', trace: 'none' })],
    ['with an object', (logger) => logger.info('x', { basket: { items: 3, paid: [true, null, 'a"b'] } })],
    ['with an array', (logger) => logger.info('x', { items: [1, 2.5, -0, 'é'] })],
    ['with a date', (logger) => logger.info('x', { at: new Date(0), inner: { at: new Date(1) } })],
    ['with a bigint', (logger) => logger.info('x', { big: 10n })],
    ['with a circular object', (logger) => logger.info('x', circular)],
    ['with an error', (logger) => logger.info('x', { err: new Error('no', { cause: new TypeError('why') }) })],
    [
      'with an error that has fields',
      (logger) => logger.info('x', { error: Object.assign(new Error('no'), { code: 5 }) }),
    ],
    [
      'with an error without a class',
      (logger) => logger.info('x', { inner: Object.setPrototypeOf(new Error('no'), null) }),
    ],
    ['with an error in an object', (logger) => logger.info('x', { inner: { reason: new RangeError('no') } })],
    ['with an error and its message', (logger) => logger.error('no', { err: new Error('no') })],
    ['with a URL that contains a secret', (logger) => logger.info('x', { url: 'https://shop/?sig=secret' })],
    ['with a connection string', (logger) => logger.info('x', { db: { main: 'Server=db;Password=secret' } })],
    ['with a secret', (logger) => logger.info('x', { password: 'secret', inner: { headers: { cookie: 'a' } } })],
    ['with raw headers', (logger) => logger.info('x', { req: { rawHeaders: ['Cookie', 'secret', 'Accept', '*'] } })],
    [
      'with an entry of a name and a value',
      (logger) => logger.info('x', { name: 'Cookie', value: 'secret', more: [{ key: 'a', value: 1 }] }),
    ],
    ['with the names of a prototype', (l) => l.info('x', JSON.parse('{"a":{"constructor":"x"},"prototype":1}'))],
    ['with a string longer than the service accepts', (logger) => logger.info('x', { text: 'x'.repeat(8_193) })],
    [
      'with an object longer than the service accepts',
      (l) => l.info('x', { list: ['"'.repeat(5_000), 'x'.repeat(5_000)] }),
    ],
    ['with a message longer than the service accepts', (logger) => logger.info('x'.repeat(32_769))],
    ['with more data than an item may have', (logger) => logger.info('x', manyTexts)],
    ['with more values than are kept', (logger) => logger.info('x', { list: Array.from({ length: 1_200 }, () => 1) })],
    ['at a custom level', (logger) => logger.log('audit', 'x', META), { levels: { audit: 0 }, level: 'audit' }],
  ])('%s', (_, log, ...[options, context]) => {
    const info = recorded(log, { format: asItIs, ...options })
    const { written, mapped } = new Both(context).of(info)
    expect(written).toEqual(mapped)
    expect(written).toBeDefined()
  })

  it.each([undefined, 25, 100])('in an operation that is kept at %s percent', (sampleRate) => {
    const moment = { ...NOW, operation: { tags: OPERATION, sampleRate } }
    for (const level of ['info', 'warn']) {
      const { written, mapped } = new Both().of({ level, message: 'x', ...META }, moment)
      expect(written).toEqual(mapped)
      expect(written).toBeDefined()
    }
  })

  it('after a record with another level and label', () => {
    const both = new Both()
    for (const info of [
      { level: 'info', label: 'shop' },
      { level: 'warn', label: 'shop' },
      { level: 'warn', label: 'till' },
      { level: 'warn' },
    ]) {
      const { written, mapped } = both.of({ ...info, message: 'x' })
      expect(written).toEqual(mapped)
    }
  })

  it('with more names than are remembered', () => {
    const both = new Both()
    for (let i = 0; i < 2_100; i++) {
      const { written, mapped } = both.of({ level: 'info', message: 'x', [`order-${i}`]: { [`item-${i}`]: i } })
      expect(written).toEqual(mapped)
    }
  })
})

describe('a record must be mapped', () => {
  class Order {
    readonly id = 5
  }
  const dropsError = winston.format(({ err, ...info }) => Object.assign(info, { reason: String(err) }))()

  it.each<[string, (logger: Logger) => void, LoggerOptions?]>([
    ['with a map', (logger) => logger.info('x', { basket: new Map() })],
    ['with an instance of a class', (logger) => logger.info('x', { order: new Order() })],
    ['with a request of Node', (logger) => logger.info('x', { req: { _events: {}, rawHeaders: [] } })],
    ['with an AggregateError', (logger) => logger.info('x', { err: new AggregateError([new Error('no')]) })],
    ['with a cause that is not an error', (logger) => logger.info('x', { err: new Error('no', { cause: 'why' }) })],
    ['with two errors', (logger) => logger.info('x', { err: new Error('no'), error: new Error('more') })],
    ['with a symbol', (logger) => logger.info('x', { kind: Symbol('s') })],
    ['with a function', (logger) => logger.info('x', { done: () => {} })],
    ['with an error after the message', (logger) => logger.info('x', new Error('no'))],
    ['with an error that a format has removed', (l) => l.info('x', { err: new Error('no') }), { format: dropsError }],
    ['with the stack of an error', (logger) => logger.info('x', { stack: 'Error: no\n    at here' })],
    ['that is an error', (logger) => logger.error(new Error('no'))],
    [
      'that is an instance of a class',
      (logger) => logger.log(Object.assign(new Order(), { level: 'info', message: 'x' })),
    ],
    ['with meta that is an instance of a class', (logger) => logger.info('x', new Order())],
    ['with a message in its meta', (logger) => logger.info('x', { message: 'y' })],
    ['with a level in its meta', (logger) => logger.info('x', { level: 'mine' })],
    ['with several arguments after its message', (logger) => logger.info('x', META, 'more')],
    ['with a string after its message', (logger) => logger.info('x', 'more' as never)],
    ['with a token in its message', (logger) => logger.info('took %d ms', META)],
    ['with a name longer than the service accepts', (logger) => logger.info('x', { ['k'.repeat(151)]: 1 })],
    ['without a message', (logger) => logger.log({ level: 'info' } as never)],
    ['with an empty message', (logger) => logger.info('')],
    ['with a message that is an object', (logger) => logger.info({ a: 1 } as never)],
    ['with an invalid time', (logger) => logger.info('x', { timestamp: 'just now' })],
    ['with a time that the service would reject', (logger) => logger.info('x', { timestamp: 0 })],
    ['with a custom event', (logger) => logger.info('x', { customEvent: 'order' })],
    ['with custom dimensions', (logger) => logger.info('x', { custom_dimensions: { a: 1 } })],
    ['with a field called logger', (logger) => logger.info('x', { logger: 'mine' })],
  ])('%s', (_, log, ...[options]) => {
    const info = recorded(log, { format: asItIs, ...options })
    expect(new Both().of(info).written).toBeUndefined()
  })

  it('with a field that throws', () => {
    const info = Object.defineProperty({ level: 'info', message: 'x' }, 'late', { get: fail, enumerable: true })
    const hidden = new Proxy({ level: 'info', message: 'x' }, { getPrototypeOf: fail })
    for (const each of [info, hidden]) expect(new Both().of(each).written).toBeUndefined()
  })

  it('if the name of the logger is a secret', () => {
    expect(new Both({}, ['logger']).of({ level: 'info', message: 'x' }).written).toBeUndefined()
  })

  it('of an operation that is sampled out', () => {
    const moment = { ...NOW, operation: { tags: OPERATION, sampleRate: 0 } }
    expect(new Both().of({ level: 'info', message: 'x' }, moment).written).toBeUndefined()
    expect(new Both().of({ level: 'warn', message: 'x' }, moment).written).toBeDefined()
  })
})

describe('any record', () => {
  const names = fc.oneof(
    { weight: 3, arbitrary: recordNames },
    fc.constantFrom('level', 'message', 'timestamp', 'label', 'logger', 'err', 'error', 'cause', 'stack'),
    fc.constantFrom(
      'customEvent',
      'customDimensions',
      'measurements',
      'meta',
      'metadata',
      'exception',
      'error.stack_trace',
    ),
  )
  const time = new Date(NOW.timeMs).toISOString()
  const values = fc.oneof(
    { weight: 8, arbitrary: jsonValues },
    { weight: 2, arbitrary: programValues },
    { weight: 1, arbitrary: fc.constantFrom('%s', 'info', 'audit', time, `${time.slice(0, -1)}456Z`) },
    { weight: 1, arbitrary: hugeValues },
  )
  const metas = fc.array(fc.tuple(names, values), { maxLength: 5 }).map((entries) => Object.fromEntries(entries))
  const texts = fc.oneof({ weight: 9, arbitrary: recordStrings }, values)
  const calls = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(texts, metas) },
    fc.tuple(texts),
    fc.tuple(texts, metas, values),
    fc.tuple(texts, values),
  )

  const settings: readonly (readonly [() => Both, LoggerOptions])[] = [
    [() => new Both(), {}],
    [() => new Both({ logger: 'orders' }), { format: FORMATS.timestamp() }],
    [() => new Both(), { format: FORMATS.label({ label: 'payments' }), defaultMeta: { service: 'shop' } }],
    [() => new Both(), { format: FORMATS.splat() }],
    [() => new Both({ errorKeys: ['id', 'reason'] }), { format: FORMATS.errors({ stack: true }) }],
    [() => new Both(), { format: FORMATS.metadata() }],
    [() => new Both(), { format: FORMATS.metadata({ key: 'extra' }) }],
    [() => new Both(), { format: FORMATS.combine(FORMATS.cli(), FORMATS.align()) }],
    [() => new Both({}, ['id', 'total'], 'dot'), {}],
    [() => new Both({}, ['name', 'logger']), { defaultMeta: { label: 'shop' } }],
  ]

  it.each(settings)('is written with the same result as mapping, with any logger settings', (make, options) => {
    const both = make()
    let writtenCount = 0
    fc.assert(
      fc.property(calls, fc.constantFrom(undefined, 25), (args, sampleRate) => {
        const info = recordedIfAny((logger) => logger.warn(...(args as [never])), { format: asItIs, ...options })
        fc.pre(info !== undefined)
        const operation = sampleRate === undefined ? undefined : { tags: OPERATION, sampleRate }
        const { written, mapped } = both.of(info, { ...NOW, operation })
        if (written === undefined) return
        writtenCount++
        checkSame(written, mapped)
      }),
      { numRuns: Math.ceil(PLAIN_RUNS / settings.length), endOnFailure: true },
    )
    if (options.format === undefined && both.mayWrite) expect(writtenCount).toBeGreaterThan(PLAIN_RUNS / 40)
  })

  it('arrives and is counted in the same way with and without a processor', async () => {
    // Secrets are redacted once more behind a processor, also within JSON.
    const string = fc.stringMatching(/^[a-z😀é "\\]{1,8}$/u)
    const some = fc.sample(fc.tuple(string, fc.dictionary(string, fc.jsonValue(), { maxKeys: 5 })), 1_000)
    const [asItCame, seen] = await Promise.all([arrivalsOf(some), arrivalsOf(some, { processors: [() => {}] })])
    const timeless = (items: readonly WireEnvelope[]) => items.map(({ time, ...rest }) => rest)
    expect(timeless(asItCame.items)).toEqual(timeless(seen.items))
    expect(asItCame.account).toEqual(seen.account)
  })
})

// --- helpers, in order of use ---

/** winston itself stumbles over a message that cannot become a string. */
function recordedIfAny(...args: Parameters<typeof recorded>): LogInfo | undefined {
  try {
    return recorded(...args)
  } catch {
    return undefined
  }
}

function fail(): never {
  throw new Error('no')
}

/** The line that is written of a record, and the one that it has if it is mapped. */
class Both {
  readonly #lines: ItemLines
  readonly #context: MapContext
  readonly mayWrite: boolean

  constructor(context: Partial<MapContext> = {}, redactKeys: readonly string[] = [], flatten?: 'dot') {
    this.#lines = new ItemLines(redactKeys, flatten)
    const serializer = this.#lines.properties
    this.#context = aContext({ ...context, serializer, writer: new PlainWriter(serializer, EXCLUDED) })
    this.mayWrite = !redactKeys.includes('logger')
  }

  of(info: LogInfo, moment = NOW) {
    const written = this.#lines.of(() => writePlain(info, this.#context, moment))
    if (written === undefined) expect(this.#lines.redacted).toBe(0)
    const mapped = this.#lines.of(() => mapInfo(info, this.#context, moment))
    return { written, mapped }
  }
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
