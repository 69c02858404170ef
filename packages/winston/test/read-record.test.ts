import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import winston, { type Logger, type LoggerOptions } from 'winston'
import { asItIs, mappedOne } from './builders'

const splat: LoggerOptions = { format: winston.format.splat() }

describe('an argument after the message', () => {
  it.each<[string, (logger: Logger) => void, string, Record<string, string>, LoggerOptions?]>([
    ['an object: its fields', (logger) => logger.info('Hello', { a: 1 }), 'Hello', { a: '1' }],
    [
      'two objects: the fields of both',
      (logger) => logger.info('Hello', { a: 1 }, { b: 2 }),
      'Hello',
      { a: '1', b: '2' },
    ],
    [
      'two objects, with format.splat()',
      (logger) => logger.info('Hello', { a: 1 }, { b: 2 }),
      'Hello',
      { a: '1', b: '2' },
      splat,
    ],
    ['a text', (logger) => logger.info('Hello', 'world'), 'Hello', { splat: '["world"]' }],
    ['a number and an object', (logger) => logger.info('Hello', 7, { a: 1 }), 'Hello', { a: '1', splat: '[7]' }],
    ['a date', (logger) => logger.info('Hello', new Date(0)), 'Hello', { splat: '["1970-01-01T00:00:00.000Z"]' }],
    [
      'a number that only looks like part of the message',
      (logger) => logger.info('took 10 ms', 1),
      'took 10 ms',
      { splat: '[1]' },
    ],
    ['a symbol', (logger) => logger.info('Hello', Symbol('s')), 'Hello', { splat: '["Symbol(s)"]' }],
    ['a function', (logger) => logger.info('Hello', { a: 1 }, () => {}), 'Hello', { a: '1' }],
    ['nothing', (logger) => logger.info('Hello', undefined), 'Hello', {}],
    [
      'arguments for % tokens and an object',
      (logger) => logger.info('Hello %s, %d%', 'world', 7, { a: 1 }),
      'Hello %s, %d%',
      { a: '1', splat: '["world",7]' },
    ],
    [
      'arguments for % tokens and an object, with format.splat()',
      (logger) => logger.info('Hello %s, %d', 'world', 7, { a: 1 }),
      'Hello world, 7',
      { a: '1' },
      splat,
    ],
    ['an object after a message with %', (logger) => logger.info('Disk 90%d', { a: 1 }), 'Disk 90%d', { a: '1' }],
    [
      'an object with a message, which winston appends to the text',
      (logger) => logger.info('Hello', { message: 'world', a: 1 }),
      'Hello',
      { message: 'world', a: '1' },
    ],
    [
      'an object whose message is already in the text',
      (logger) => logger.info('Hello world', { message: 'world' }),
      'Hello world',
      { message: 'world' },
    ],
    ['an object with a level', (logger) => logger.info('Door opened', { level: 3 }), 'Door opened', { level: '3' }],
    ['an object with a logger', (logger) => logger.info('Hello', { logger: 'mine' }), 'Hello', { logger: 'mine' }],
  ])('is kept: %s', (_, log, message, properties, options = {}) => {
    const { data } = mappedOne(log, options)
    expect(data).toEqual({
      baseType: 'MessageData',
      baseData: { message, severityLevel: 1, properties: { level: 'info', ...properties } },
    })
  })

  it('may contain a custom event and measurements, even if winston ignores it', () => {
    const log = (logger: Logger) =>
      logger.info('Order %s', 'o1', { customEvent: 'OrderPlaced', measurements: { total: 12.5 } })
    expect(mappedOne(log).data).toEqual({
      baseType: 'EventData',
      baseData: {
        name: 'OrderPlaced',
        properties: { level: 'info', message: 'Order %s', splat: '["o1"]' },
        measurements: { total: 12.5 },
      },
    })
  })

  it('is not changed, because other transports get it, too', () => {
    const args = ['world', { a: 1 }]
    mappedOne((logger) => logger.info('Hello %s', ...args))
    expect(args).toEqual(['world', { a: 1 }])
  })

  it('may be an object that was logged before, whose level is ignored', () => {
    const entry = { level: 'error', message: 'first', a: 1 }
    mappedOne((logger) => logger.log(entry))
    const { data } = mappedOne((logger) => logger.info('then', entry))
    expect(data.baseData.properties).toEqual({ level: 'info', a: '1', message: 'first' })
  })
})

it('a second error becomes a property', () => {
  const envelope = mappedOne((logger) => logger.error('two', new RangeError('first'), new TypeError('second')))
  expect(envelope.data).toMatchObject({ baseType: 'ExceptionData', baseData: { exceptions: [{ message: 'first' }] } })
  expect(envelope.data.baseData.properties?.['splat']).toContain('"message":"second"')
})

describe('an object without a message', () => {
  class Order {
    readonly orderId = 42
  }

  it.each<[string, (logger: Logger) => void]>([
    ['info(object)', (logger) => logger.info({ orderId: 42 })],
    ['info(instance of a class)', (logger) => logger.info(new Order())],
    ["log('info', object)", (logger) => logger.log('info', { orderId: 42 } as never)],
    ['log({ level, … })', (logger) => logger.log({ level: 'info', orderId: 42 } as never)],
    ["log('info', undefined, object)", (logger) => logger.log('info', undefined as never, { orderId: 42 })],
    ['info with an empty message', (logger) => logger.info({ message: '', orderId: 42 })],
  ])('becomes the dimensions and the text of a trace: %s', (_, log) => {
    for (const format of [asItIs, winston.format.json(), winston.format.simple()]) {
      expect(mappedOne(log, { format }).data).toEqual({
        baseType: 'MessageData',
        baseData: { message: '{"orderId":42}', severityLevel: 1, properties: { level: 'info', orderId: '42' } },
      })
    }
  })

  it.each<[string, (logger: Logger) => void, Record<string, string>, LoggerOptions?]>([
    ['by a child logger', (l) => l.child({ requestId: 'r1' }).info({ orderId: 42 }), { requestId: 'r1' }],
    ['with default meta', (l) => l.info({ orderId: 42 }), { service: 'shop' }, { defaultMeta: { service: 'shop' } }],
    ['before more fields', (l) => l.info({ orderId: 42 } as never, { shop: 'west' }), { shop: 'west' }],
  ])('has the fields of both if it is logged %s', (_, log, properties, options = {}) => {
    const { baseData } = mappedOne(log, options).data
    expect(baseData.properties).toEqual({ level: 'info', orderId: '42', ...properties })
    expect(JSON.parse('message' in baseData ? baseData.message : '')).toEqual({ orderId: 42, ...properties })
  })

  it.each<[string, (logger: Logger) => void]>([
    ['error(object)', (logger) => logger.error({ err: new RangeError('expired'), orderId: 42 })],
    [
      "log('error', object)",
      (logger) => logger.log('error', { error: new RangeError('expired'), orderId: 42 } as never),
    ],
    ['a stack', (logger) => logger.error({ stack: new RangeError('expired').stack, orderId: 42 })],
  ])('is an exception without a text if it holds an error: %s', (_, log) => {
    const { baseData } = mappedOne(log).data
    expect(baseData).toMatchObject({ exceptions: [{ typeName: 'RangeError', message: 'expired', hasFullStack: true }] })
    expect(baseData.properties).toEqual({ level: 'error', orderId: '42' })
  })

  it.each<[string, (logger: Logger, event: object) => void]>([
    ['info(object)', (logger, event) => logger.info(event)],
    ["log('info', object)", (logger, event) => logger.log('info', event as never)],
  ])('is an event with measurements if it says so: %s', (_, log) => {
    const event = { customEvent: 'OrderPlaced', orderId: 42, measurements: { total: 12.5 } }
    expect(mappedOne((logger) => log(logger, { ...event })).data).toEqual({
      baseType: 'EventData',
      baseData: {
        name: 'OrderPlaced',
        properties: { level: 'info', orderId: '42' },
        measurements: { total: 12.5 },
      },
    })
  })

  it('keeps a level of its own', () => {
    expect(mappedOne((logger) => logger.info({ level: 3, a: 1 })).data.baseData.properties).toEqual({
      level: '3',
      a: '1',
    })
  })
})

describe('an object that has no fields of its own is the text', () => {
  it.each<[string, unknown, string]>([
    ['a map', new Map([['a', 1]]), '{"a":1}'],
    ['a set', new Set([1, 2]), '[1,2]'],
    ['an array', ['a', 'b'], '["a","b"]'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('%s', (_, value, message) => {
    for (const log of [(l: Logger) => l.info(value as never), (l: Logger) => l.log('info', value as never)]) {
      expect(mappedOne(log).data).toMatchObject({ baseType: 'MessageData', baseData: { message } })
    }
  })
})

describe('a request of Node', () => {
  const aRequest = () =>
    Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/orders', headers: { cookie: 'secret' } })
  const summary = '{"method":"GET","url":"/orders","headers":{"cookie":"[redacted]"}}'

  it.each<[string, (logger: Logger) => void]>([
    ['as the message', (logger) => logger.info(aRequest())],
    ['as the record', (logger) => logger.log('info', aRequest() as never)],
  ])('is summarized in the text, and has no dimensions, if it is logged %s', (_, log) => {
    const { baseData } = mappedOne(log, { format: asItIs }).data
    expect(baseData).toEqual({ message: summary, severityLevel: 1, properties: { level: 'info' } })
  })

  it('is the dimension splat if it is logged after the message', () => {
    const log = (logger: Logger) => logger.info('Order read', aRequest())
    const { baseData } = mappedOne(log, { format: asItIs, defaultMeta: { service: 'shop' } }).data
    const properties = { level: 'info', service: 'shop', splat: `[${summary}]` }
    expect(baseData).toEqual({ message: 'Order read', severityLevel: 1, properties })
  })
})
