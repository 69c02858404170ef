import { describe, expect, it } from '@jest/globals'
import winston, { type Logger } from 'winston'
import { mapInfo } from '../src/map-info'
import { aContext, asItIs, mappedOne, writeOf } from './builders'

const now = { timeMs: Date.parse('2026-03-04T12:00:00.000Z'), operation: undefined }

describe('a record without an error is a trace', () => {
  it('with its message, level and meta', () => {
    expect(mappedOne((logger) => logger.info('Order placed', { orderId: 42, basket: { items: 3 } }))).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: {
        baseType: 'MessageData',
        baseData: {
          message: 'Order placed',
          severityLevel: 1,
          properties: { level: 'info', orderId: '42', basket: '{"items":3}' },
        },
      },
    })
  })

  it.each<[string, (logger: Logger) => void, string]>([
    ['an object', (logger) => logger.info({ a: 1 } as never), '{"a":1}'],
    ['a number', (logger) => logger.info(7 as never), '7'],
    ['nothing', (logger) => logger.log({ level: 'info' } as never), ''],
    ['log(level, text)', (logger) => logger.log('info', 'text'), 'text'],
    ['log(entry)', (logger) => logger.log({ level: 'info', message: 'text' }), 'text'],
  ])('with a readable message if it is logged as %s', (_, log, message) => {
    expect(mappedOne(log).data).toMatchObject({ baseType: 'MessageData', baseData: { message } })
  })

  it('with the meta of its child logger, and the default meta of its logger', () => {
    const { data } = mappedOne((logger) => logger.child({ requestId: 'r1' }).info('hello', { a: 1 }), {
      defaultMeta: { service: 'shop' },
    })
    expect(data.baseData.properties).toEqual({ level: 'info', requestId: 'r1', service: 'shop', a: '1' })
  })

  it('with the operation in which it was logged', () => {
    const tags = { 'ai.operation.id': 'o', 'ai.operation.parentId': 'p' }
    const envelope = mapInfo({ level: 'info', message: 'x' }, aContext(), {
      ...now,
      operation: { tags, sampleRate: 25 },
    })
    expect(envelope).toMatchObject({ tags, sampleRate: 25 })
    expect(envelope.tags).not.toBe(tags) // the next transport gets them too
  })

  it('that is the same for the same record and moment', () => {
    const info = { level: 'error', message: 'x', err: new Error('no'), custom_dimensions: { a: 1 } }
    expect(mapInfo(info, aContext(), now)).toEqual(mapInfo(info, aContext(), now))
  })
})

describe('the logger', () => {
  const label = winston.format.label({ label: 'payments' })

  it.each<[string, (logger: Logger) => void, object, string]>([
    ['its name in the container', (logger) => logger.info('x'), { logger: 'orders' }, 'orders'],
    ['its label, if it is in no container', (logger) => logger.info('x'), {}, 'payments'],
    [
      'the value in the meta, if there is one',
      (logger) => logger.info('x', { logger: 'mine' }),
      { logger: 'orders' },
      'mine',
    ],
  ])('is a property: %s', (_, log, context, name) => {
    expect(mappedOne(log, { format: label }, context).data.baseData.properties).toMatchObject({ logger: name })
  })

  it('is redacted if it is a secret', () => {
    const serializer = writeOf({ redactKeys: ['logger'] })
    const { data } = mappedOne((logger) => logger.info('x'), { format: label }, { serializer })
    expect(data.baseData.properties).toMatchObject({ logger: '[redacted]' })
  })
})

describe('a record is a custom event', () => {
  it('if its meta contains customEvent', () => {
    const log = (logger: Logger) =>
      logger.info('An order was placed', { customEvent: 'OrderPlaced', orderId: 42, measurements: { total: 12.5 } })
    expect(mappedOne(log).data).toEqual({
      baseType: 'EventData',
      baseData: {
        name: 'OrderPlaced',
        properties: { level: 'info', message: 'An order was placed', orderId: '42' },
        measurements: { total: 12.5 },
      },
    })
  })

  it('without the property message if the message is the name of the event', () => {
    const { data } = mappedOne((logger) => logger.info('OrderPlaced', { customEvent: 'OrderPlaced' }))
    expect(data.baseData.properties).toEqual({ level: 'info' })
  })

  it.each([
    ['', ''],
    [7, '7'],
    [true, 'true'],
  ])('but not if customEvent is %j', (customEvent, property) => {
    const { data } = mappedOne((logger) => logger.info('x', { customEvent }))
    expect(data).toMatchObject({ baseType: 'MessageData', baseData: { properties: { customEvent: property } } })
  })

  it('that is named by the message, if recordsAs is event', () => {
    const { data } = mappedOne((logger) => logger.info('OrderPlaced', { orderId: 42 }), {}, { recordsAs: 'event' })
    expect(data).toEqual({
      baseType: 'EventData',
      baseData: { name: 'OrderPlaced', properties: { level: 'info', orderId: '42' } },
    })
  })

  it.each<[string, (logger: Logger) => void, string]>([
    ['after the message', (logger) => logger.error('PaymentFailed', new RangeError('expired')), 'PaymentFailed'],
    ['alone', (logger) => logger.error(new RangeError('expired')), 'expired'],
  ])('that keeps its error as a property: %s', (_, log, name) => {
    const { data } = mappedOne(log, {}, { recordsAs: 'event' })
    expect(data).toMatchObject({
      baseType: 'EventData',
      baseData: { name, properties: { error: expect.stringContaining('"type":"RangeError"') } },
    })
  })
})

describe('dimensions and measurements', () => {
  it.each(['customDimensions', 'custom_dimensions'])('%s become properties', (key) => {
    const { data } = mappedOne((logger) => logger.info('x', { a: 1, [key]: { b: 2, c: { d: 3 } } }))
    expect(data.baseData.properties).toEqual({ level: 'info', a: '1', b: '2', c: '{"d":3}' })
  })

  it.each<[unknown, string]>([
    ['text', 'text'],
    [[1, 2], '[1,2]'],
    [null, 'null'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('custom_dimensions with the value %j stay a property', (value, text) => {
    const { data } = mappedOne((logger) => logger.info('x', { custom_dimensions: value }))
    expect(data.baseData.properties).toEqual({ level: 'info', custom_dimensions: text })
  })

  it.each(['customDimensions', 'measurements'])('%s with more than a thousand fields stay a single property', (key) => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, i]))
    const { data } = mappedOne((logger) => logger.info('x', { [key]: many }))
    expect(data.baseData.properties).toEqual({ level: 'info', [key]: expect.stringMatching(/^{"k0":0,"k1":1,/) })
    expect(data.baseData).not.toHaveProperty('measurements')
  })

  it.each(['measurements', 'custom_measurements'])('%s are numbers; other values become properties', (key) => {
    const { data } = mappedOne((logger) => logger.info('x', { [key]: { ms: 12.5, unit: 'ms', big: 10n } }))
    expect(data.baseData).toMatchObject({
      measurements: { ms: 12.5 },
      properties: { level: 'info', unit: 'ms', big: '10' },
    })
  })

  it.each<[unknown, string]>([
    [7, '7'],
    [[1, 2], '[1,2]'],
  ])('measurements with the value %j stay a property', (value, text) => {
    const { data } = mappedOne((logger) => logger.info('x', { measurements: value }), { format: asItIs })
    expect(data.baseData).toEqual({
      message: 'x',
      severityLevel: 1,
      properties: { level: 'info', measurements: text },
    })
  })

  it('are also added to an exception', () => {
    const { data } = mappedOne((logger) =>
      logger.error('x', { err: new Error('no'), customDimensions: { b: 2 }, measurements: { ms: 1 } }),
    )
    expect(data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: { properties: { b: '2' }, measurements: { ms: 1 } },
    })
  })
})
