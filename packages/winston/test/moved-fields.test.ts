import { describe, expect, it } from '@jest/globals'
import winston, { type Logform, type Logger, type LoggerOptions } from 'winston'
import { LEVEL, SPLAT } from '../src/log-info'
import { mappedOne } from './builders'

const { format } = winston
const grouped = format(({ level, message, [LEVEL]: logged, [SPLAT]: splat, ...extra }) => {
  return { level, message, [LEVEL]: logged, [SPLAT]: splat, extra } as never
})()

const METADATA: readonly (readonly [name: string, Logform.Format])[] = [
  ['metadata()', format.metadata()],
  ['metadata() with a key', format.metadata({ key: 'details' })],
  ['metadata() that keeps fields', format.metadata({ fillExcept: ['level', 'message', 'service'] })],
  ['timestamp(), metadata() and json()', format.combine(format.timestamp(), format.metadata(), format.json())],
  ['a format of the application', grouped],
]

const expired = () => Object.assign(new RangeError('expired', { cause: new TypeError('root') }), { code: 'E_CARD' })

describe.each(METADATA)('with %s', (_, moving) => {
  const rowOf = (log: (logger: Logger) => void) =>
    mappedOne(log, { format: moving, defaultMeta: { service: 'shop' } }).data

  it('fields are dimensions', () => {
    expect(rowOf((logger) => logger.info('Order placed', { orderId: 42 })).baseData).toMatchObject({
      message: 'Order placed',
      properties: { level: 'info', orderId: '42', service: 'shop' },
    })
  })

  it.each<[string, (logger: Logger) => void, Record<string, string>]>([
    ['in the meta', (logger) => logger.error('Declined', { err: expired(), orderId: 42 }), { orderId: '42' }],
    ['after the message', (logger) => logger.error('Declined', expired()), {}],
    ['after message and meta', (logger) => logger.error('Declined', { orderId: 42 }, expired()), { orderId: '42' }],
  ])('an error %s is an exception beside the text', (_way, log, properties) => {
    const { baseType, baseData } = rowOf(log)
    expect(baseType).toBe('ExceptionData')
    expect(baseData).toMatchObject({ exceptions: [{ typeName: 'RangeError' }, { typeName: 'TypeError' }] })
    const { level, service, code, message, ...more } = baseData.properties ?? {}
    expect([level, service, code, message, more]).toEqual(['error', 'shop', 'E_CARD', 'Declined', properties])
  })

  it('an error of a child logger is an exception, with the fields of the logger', () => {
    const { baseData } = rowOf((logger) => logger.child({ requestId: 'r1' }).error(expired()))
    expect(baseData).toMatchObject({
      exceptions: [{ typeName: 'RangeError', message: 'expired' }, { message: 'root' }],
    })
    expect(baseData.properties).toEqual({ level: 'error', requestId: 'r1', service: 'shop', code: 'E_CARD' })
  })

  it.each<[string, (logger: Logger) => void]>([
    ['in the meta', (logger) => logger.info('An order', { customEvent: 'OrderPlaced', measurements: { total: 12.5 } })],
    [
      'in an entry',
      (logger) =>
        logger.log({ level: 'info', message: 'An order', customEvent: 'OrderPlaced', measurements: { total: 12.5 } }),
    ],
  ])('customEvent %s makes an event', (_way, log) => {
    expect(rowOf(log)).toMatchObject({
      baseType: 'EventData',
      baseData: { name: 'OrderPlaced', properties: { message: 'An order' }, measurements: { total: 12.5 } },
    })
  })

  it('custom dimensions and measurements are found', () => {
    const log = (logger: Logger) => logger.info('x', { custom_dimensions: { a: 1 }, custom_measurements: { ms: 2 } })
    expect(rowOf(log).baseData).toMatchObject({ properties: { a: '1' }, measurements: { ms: 2 } })
  })
})

it('a message that metadata() has moved is the message of the row', () => {
  const moving = format.metadata({ fillExcept: ['level', 'service'] })
  const { data } = mappedOne((logger) => logger.info('Order placed', { orderId: 42 }), { format: moving })
  expect(data.baseData).toMatchObject({ message: 'Order placed', properties: { level: 'info', orderId: '42' } })
})

it('a time that metadata() has moved is the time of the row', () => {
  const timestamp = new Date(Date.now() - 60_000).toISOString()
  const log = (logger: Logger) => logger.info('x', { timestamp })
  expect(mappedOne(log, { format: format.metadata() })).toMatchObject({ time: timestamp })
})

describe('an object that the application has passed stays a single dimension', () => {
  it.each<[string, (logger: Logger) => void, string]>([
    ['metadata', (logger) => logger.info('x', { metadata: { a: 1 } }), '{"a":1}'],
    ['metadata', (logger) => logger.info('x', { metadata: { customEvent: 'no' } }), '{"customEvent":"no"}'],
    ['meta', (logger) => logger.log({ level: 'info', message: 'x', meta: { a: 1 } }), '{"a":1}'],
    ['basket', (logger) => logger.log({ level: 'info', message: 'x', basket: { err: 'no' } }), '{"err":"no"}'],
    ['basket', (logger) => logger.info('x', { basket: { stack: 'Error: a\n    at b' } }), expect.any(String) as never],
  ])('%s', (key, log, value) => {
    const { data } = mappedOne(log)
    expect(data).toMatchObject({ baseType: 'MessageData', baseData: { properties: { level: 'info', [key]: value } } })
  })
})

describe('an error that express-winston logs is an exception with the severity of its level', () => {
  const infoOf = (logger: Logger, error: unknown) => logger.exceptions.getAllInfo(error as never) as object
  const req = { url: '/boom?token=secret', headers: { cookie: 'secret' }, method: 'GET' }
  const entry = { level: 'error', message: 'middlewareError' }
  const typed = (fields: object) => fields as never

  it.each<[string, (logger: Logger) => void, LoggerOptions?]>([
    ['in meta', (logger) => logger.log(typed({ meta: { ...infoOf(logger, expired()), req }, ...entry }))],
    ['in another field', (logger) => logger.log(typed({ failed: { ...infoOf(logger, expired()), req }, ...entry }))],
    ['in a nested field', (logger) => logger.log(typed({ a: { b: { ...infoOf(logger, expired()), req } }, ...entry }))],
    [
      'in meta, before metadata()',
      (logger) => logger.log(typed({ meta: { ...infoOf(logger, expired()), req }, ...entry })),
      { format: format.metadata() },
    ],
    ['without some fields', (logger) => logger.log(typed({ meta: { error: expired(), req }, ...entry }))],
    [
      'before metadata()',
      (logger) => logger.log(typed({ ...infoOf(logger, expired()), req, ...entry })),
      { format: format.metadata() },
    ],
  ])('%s', (_, log, options = {}) => {
    const { data } = mappedOne(log, options)
    expect(data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        exceptions: [{ typeName: 'RangeError', message: 'expired', hasFullStack: true }, { message: 'root' }],
      },
    })
    expect(data.baseData.properties).toEqual({
      level: 'error',
      message: 'middlewareError',
      code: 'E_CARD',
      req: '{"url":"/boom?token=redacted","headers":{"cookie":"[redacted]"},"method":"GET"}',
    })
  })

  it('even without the field that holds it', () => {
    const { error, ...info } = infoOf(winston.createLogger(), expired()) as { readonly error: Error }
    const { data } = mappedOne((logger) => logger.log(typed({ meta: info, ...entry })))
    expect(data.baseData).toMatchObject({
      severityLevel: 3,
      exceptions: [{ typeName: 'RangeError', message: error.message }],
    })
    expect(data.baseData.properties).toEqual({ level: 'error', message: 'middlewareError' })
  })

  it('even if it is not an Error', () => {
    const { data } = mappedOne((logger) => logger.log(typed({ meta: infoOf(logger, 'declined'), ...entry })))
    expect(data.baseData).toMatchObject({ severityLevel: 3, exceptions: [{ typeName: 'String', message: 'declined' }] })
    expect(data.baseData.properties).toEqual({ level: 'error', message: 'middlewareError' })
  })
})
