import { type Envelope, TelemetryClient } from '@azmon/core'
import { describe, expect, it } from '@jest/globals'
import winston, { type Logger } from 'winston'
import Transport from 'winston-transport'
import type { LogInfo } from '../src/log-info'
import { mapInfo } from '../src/map-info'

const { properties: write } = new TelemetryClient({ disabled: true })

/** What a real winston logger hands its transports, mapped. */
function mapped(log: (logger: Logger) => void, options: winston.LoggerOptions = {}): Envelope[] {
  const envelopes: Envelope[] = []
  class Collect extends Transport {
    override log(info: LogInfo, done: () => void): void {
      envelopes.push(mapInfo(info, write))
      done()
    }
  }
  log(winston.createLogger({ level: 'silly', ...options, transports: [new Collect()] }))
  return envelopes
}

describe('a record without an error is a trace', () => {
  it('with its message, its level and its meta', () => {
    expect(mapped((logger) => logger.info('Order placed', { orderId: 42, basket: { items: 3 } }))).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        data: {
          baseType: 'MessageData',
          baseData: {
            message: 'Order placed',
            severityLevel: 1,
            properties: { level: 'info', orderId: '42', basket: '{"items":3}' },
          },
        },
      },
    ])
  })

  it.each<[string, (logger: Logger) => void, string]>([
    ['an object', (logger) => logger.info({ a: 1 } as never), '{"a":1}'],
    ['a number', (logger) => logger.info(7 as never), '7'],
    ['nothing', (logger) => logger.log({ level: 'info' } as never), ''],
    ['log(level, text)', (logger) => logger.log('info', 'text'), 'text'],
    ['log(entry)', (logger) => logger.log({ level: 'info', message: 'text' }), 'text'],
  ])('whose message is readable when it is made of %s', (_, log, message) => {
    expect(mapped(log)).toMatchObject([{ data: { baseType: 'MessageData', baseData: { message } } }])
  })

  it('with the meta of its child logger and the default meta of its logger', () => {
    const [envelope] = mapped((logger) => logger.child({ requestId: 'r1' }).info('hello', { a: 1 }), {
      defaultMeta: { service: 'shop' },
    })
    expect(envelope?.data.baseData.properties).toEqual({ level: 'info', requestId: 'r1', service: 'shop', a: '1' })
  })

  it('whose level is the one it was logged with, however it was coloured', () => {
    const [envelope] = mapped((logger) => logger.warn('hello'), { format: winston.format.colorize({ all: true }) })
    expect(envelope?.data.baseData).toMatchObject({ severityLevel: 2, properties: { level: 'warn' } })
  })
})

describe('the severity', () => {
  const { npm, syslog, cli } = winston.config
  it.each<[string, winston.config.AbstractConfigSetLevels, Record<string, number>]>([
    ['npm', npm.levels, { error: 3, warn: 2, info: 1, http: 0, verbose: 0, debug: 0, silly: 0 }],
    ['syslog', syslog.levels, { emerg: 4, alert: 4, crit: 4, error: 3, warning: 2, notice: 1, info: 1, debug: 0 }],
    [
      'cli',
      cli.levels,
      { error: 3, warn: 2, help: 1, data: 1, info: 1, debug: 0, prompt: 0, verbose: 0, input: 0, silly: 0 },
    ],
  ])('of every %s level follows its name', (_, levels, severities) => {
    expect(Object.keys(severities).sort()).toEqual(Object.keys(levels).sort())
    for (const [level, severityLevel] of Object.entries(severities)) {
      const [envelope] = mapped((logger) => logger.log(level, 'x'), { levels, level: Object.keys(levels).at(-1) ?? '' })
      expect([level, envelope?.data.baseData]).toMatchObject([level, { severityLevel }])
    }
  })

  it.each(['loud', 'constructor', '__proto__'])('of the unknown level %s is information', (level) => {
    const levels = Object.fromEntries([[level, 0]])
    expect(mapInfo({ level, message: 'x', [Symbol.for('level')]: level }, write).data.baseData).toMatchObject({
      severityLevel: 1,
    })
    expect(Object.keys(levels)).toEqual([level])
  })
})

describe('a record with an error is an exception', () => {
  const error = new RangeError('card expired')

  it.each<[string, (logger: Logger) => void, Record<string, string>]>([
    ['as the record', (logger) => logger.error(new RangeError('card expired')), {}],
    ['as the message', (logger) => logger.log({ level: 'error', message: error as never }), {}],
    ['after the message', (logger) => logger.error('Card declined', error), { message: 'Card declined' }],
    ['after the message, the same text', (logger) => logger.error('card expired', error), {}],
    [
      'after message and meta',
      (logger) => logger.error('Card declined', { orderId: 1 }, error),
      { message: 'Card declined', orderId: '1' },
    ],
    [
      'as meta.err',
      (logger) => logger.error('Card declined', { err: error, orderId: 1 }),
      { message: 'Card declined', orderId: '1' },
    ],
    ['as meta.error', (logger) => logger.error('Card declined', { error }), { message: 'Card declined' }],
    [
      'as meta.exception',
      (logger) => logger.error('Card declined', { exception: error }),
      { message: 'Card declined' },
    ],
    ['as meta.cause', (logger) => logger.error('Card declined', { cause: error }), { message: 'Card declined' }],
  ])('%s', (_, log, properties) => {
    const [envelope, ...more] = mapped(log)
    expect(more).toEqual([])
    expect(envelope?.data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        exceptions: [{ typeName: 'RangeError', message: 'card expired', hasFullStack: true }],
      },
    })
    expect(envelope?.data.baseData.properties).toEqual({ level: 'error', ...properties })
  })

  it('whatever its level is', () => {
    expect(mapped((logger) => logger.debug('tried', { err: error }))).toMatchObject([
      { data: { baseType: 'ExceptionData', baseData: { severityLevel: 0 } } },
    ])
  })

  it('with what the error itself carries', () => {
    const coded = Object.assign(new Error('no'), { code: 'E_CARD', cause: new TypeError('root') })
    const [envelope] = mapped((logger) => logger.error('Card declined', coded))
    expect(envelope?.data.baseData.properties).toEqual({ level: 'error', message: 'Card declined', code: 'E_CARD' })
    expect(envelope?.data.baseData).toMatchObject({
      exceptions: [{ message: 'no' }, { outerId: 1, typeName: 'TypeError' }],
    })
  })
})
