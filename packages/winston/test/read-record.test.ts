import { describe, expect, it } from '@jest/globals'
import winston, { type Logger, type LoggerOptions } from 'winston'
import { mappedOne } from './builders'

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

it('an error is found in meta that a format has moved to another field', () => {
  const envelope = mappedOne(
    (logger) => logger.error('Card declined', { orderId: 1, err: new RangeError('expired') }),
    {
      format: winston.format.metadata(),
    },
  )
  expect(envelope.data).toMatchObject({
    baseType: 'ExceptionData',
    baseData: {
      exceptions: [{ typeName: 'RangeError', message: 'expired' }],
      properties: { message: 'Card declined' },
    },
  })
})
