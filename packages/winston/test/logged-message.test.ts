import { describe, expect, it } from '@jest/globals'
import winston, { type Logform, type Logger } from 'winston'
import { MESSAGE } from '../src/log-info'
import { TerminalFormats } from '../src/logged-message'
import { mapped, mappedOne } from './builders'

const { format } = winston
const { colorize, padLevels, align, simple, timestamp, printf, combine } = format

const TERMINAL: readonly (readonly [name: string, Logform.Format])[] = [
  ['cli()', format.cli()],
  ['padLevels()', padLevels()],
  ['align()', align()],
  ['align() and padLevels()', combine(align(), padLevels())],
  [
    'padLevels() for levels of its own',
    padLevels({ levels: { ...winston.config.npm.levels, exceptional: 9 } } as never),
  ],
  ['colorize() for messages', colorize({ message: true })],
  ['colorize() for all, and simple()', combine(colorize({ all: true }), simple())],
  ['json(), and colorize() for all', combine(format.json(), colorize({ all: true }))],
  [
    'colorize(), padLevels() and printf()',
    combine(
      colorize(),
      padLevels(),
      printf(({ message }) => `${message}`),
    ),
  ],
  [
    'what tutorials show',
    combine(
      colorize({ all: true }),
      timestamp(),
      align(),
      printf(({ message }) => `${message}`),
    ),
  ],
]

/** A logger with a longer level, for which its formats may pad. */
const contextOf = () => ({ formats: new TerminalFormats({ ...winston.config.npm.levels, exceptional: 9 }) })

describe.each(TERMINAL)('with %s, a row has', (_, terminal) => {
  const rowOf = (log: (logger: Logger) => void) => mappedOne(log, { format: terminal }, contextOf()).data.baseData

  it('the message as it was logged, and the level without colors', () => {
    expect(rowOf((logger) => logger.warn('Starting servers', { orderId: 42 }))).toMatchObject({
      message: 'Starting servers',
      severityLevel: 2,
      properties: { level: 'warn', orderId: '42' },
    })
  })

  it.each<[string, (logger: Logger) => void]>([
    ['in the meta', (logger) => logger.error('Card declined', { err: new RangeError('expired') })],
    ['after the message', (logger) => logger.error('Card declined', new RangeError('expired'))],
  ])('the text beside an error %s', (_way, log) => {
    expect(rowOf(log)).toMatchObject({
      exceptions: [{ typeName: 'RangeError', message: 'expired' }],
      properties: { level: 'error', message: 'Card declined' },
    })
  })

  it.each<[string, (logger: Logger) => void]>([
    ['alone', (logger) => logger.error(new RangeError('expired'))],
    ['by a child logger', (logger) => logger.child({ requestId: 'r1' }).error(new RangeError('expired'))],
  ])('the message of an error that is logged %s', (_way, log) => {
    const { properties, ...row } = rowOf(log)
    expect(row).toMatchObject({ exceptions: [{ message: 'expired', hasFullStack: true }] })
    expect(properties).not.toHaveProperty('message')
  })

  it('the text beside an event', () => {
    expect(rowOf((logger) => logger.info('An order', { customEvent: 'OrderPlaced' }))).toMatchObject({
      name: 'OrderPlaced',
      properties: { message: 'An order' },
    })
  })

  it('a message that is the name of its level', () => {
    expect(rowOf((logger) => logger.error('error'))).toMatchObject({ message: 'error' })
  })

  it('the fields of a record without a message as its text', () => {
    expect(rowOf((logger) => logger.log('info', { orderId: 42 } as never))).toMatchObject({
      message: expect.stringMatching(/^{"orderId":42/),
    })
  })
})

it.each([
  ['all', colorize({ all: true })],
  ['messages', colorize({ message: true })],
  ['all, and align()', combine(colorize({ all: true }), align())],
])('an Error before the meta, which colorize() for %s has printed with its stack, is an exception', (_, printing) => {
  const log = (logger: Logger) => logger.error(new RangeError('expired') as never, { orderId: 42 })
  const { baseData } = mappedOne(log, { format: printing }).data
  expect(baseData).toMatchObject({ exceptions: [{ typeName: 'RangeError', message: 'expired', hasFullStack: true }] })
  expect(baseData.properties).toEqual({ level: 'error', orderId: '42' })
})

it('padLevels() writes no text before a message whose level it does not know', () => {
  const { levels } = winston.config.syslog
  const log = (logger: Logger) => {
    for (const text of ['Disk full', 'undefined is not a function']) logger.log('warning', text)
    logger.log('error', 'undefined is not a function')
  }
  for (const padding of [padLevels(), format.cli(), combine(colorize(), padLevels())]) {
    const texts = mapped(log, { levels, level: 'debug', format: padding }, { formats: new TerminalFormats(levels) })
    expect(texts.map(({ data }) => data.baseData)).toMatchObject([
      { message: 'Disk full' },
      { message: 'undefined is not a function' },
      { message: 'undefined is not a function' },
    ])
  }
})

it('padLevels() and cli() may have the levels of the logger', () => {
  const levels = { error: 0, audit: 1, exceptional: 2 }
  for (const padding of [padLevels({ levels } as never), format.cli({ levels } as never)]) {
    winston.addColors({ audit: 'red', exceptional: 'red' })
    const log = (logger: Logger) => logger.log('audit', 'Logged in').log('error', 'no')
    const options = { levels, level: 'exceptional', format: padding }
    const texts = mapped(log, options, { formats: new TerminalFormats(levels) })
    expect(texts.map(({ data }) => data.baseData)).toMatchObject([{ message: 'Logged in' }, { message: 'no' }])
  }
})

it('undefined at the beginning of a message is kept', () => {
  const log = (logger: Logger) => logger.log('warning', 'undefined is not a function')
  expect(mappedOne(log, { levels: winston.config.syslog.levels, level: 'debug' }).data.baseData).toMatchObject({
    message: 'undefined is not a function',
  })
})

describe('white space at the beginning of a message', () => {
  const texts = (log: (logger: Logger) => void) =>
    mapped(log, {}, { formats: new TerminalFormats(winston.config.npm.levels) }).map(({ data }) => data.baseData)

  it('is kept if it is not that of a format', () => {
    expect(texts((logger) => logger.info('  two').info('\t\tlist'))).toMatchObject([
      { message: '  two' },
      { message: '\t\tlist' },
    ])
  })

  it('is kept if another message of the logger had none', () => {
    expect(texts((logger) => logger.info('Items:').info('    book'))).toMatchObject([
      { message: 'Items:' },
      { message: '    book' },
    ])
  })
})

describe('a message that a format has moved away', () => {
  const moved = (made: object) =>
    format(({ message, ...info }) => ({ ...info, [MESSAGE]: JSON.stringify({ ...made, msg: message }) }) as never)()

  it.each<[string, Logform.Format, string]>([
    ['logstash()', format.logstash(), 'Order placed'],
    ['timestamp() and logstash()', combine(timestamp(), format.logstash()), 'Order placed'],
    ['logstash() in colors', combine(format.logstash(), colorize({ all: true })), 'Order placed'],
    ['another line of JSON', moved({ message: 'printed' }), 'printed'],
    ['a line of JSON without it', moved({}), '{"orderId":42}'],
  ])('is found: %s', (_, moving, message) => {
    const { data } = mappedOne((logger) => logger.info('Order placed', { orderId: 42 }), { format: moving })
    expect(data.baseData).toMatchObject({ message, properties: { orderId: '42' } })
  })

  it('is found beside an error', () => {
    for (const meta of [new RangeError('expired'), { err: new RangeError('expired') }]) {
      const log = (logger: Logger) => logger.error('Card declined', meta)
      expect(mappedOne(log, { format: format.logstash() }).data.baseData).toMatchObject({
        exceptions: [{ typeName: 'RangeError', message: 'expired' }],
        properties: { message: 'Card declined' },
      })
    }
  })

  it('is the message of the Error if an Error was logged alone', () => {
    const { data } = mappedOne((logger) => logger.error(new RangeError('expired')), { format: format.logstash() })
    expect(data.baseData).toMatchObject({ exceptions: [{ typeName: 'RangeError', message: 'expired' }] })
    expect(data.baseData.properties).toEqual({ level: 'error' })
  })
})
