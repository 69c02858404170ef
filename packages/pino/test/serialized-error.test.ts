import { describe, expect, it } from '@jest/globals'
import pino, { type Logger } from 'pino'
import { mappedLine, mappedOne } from './builders'

class CardError extends RangeError {
  override readonly name = 'CardError'
  readonly code = 'E_CARD'
}

const anError = () => new CardError('card expired', { cause: new TypeError('root') })

describe('an error is an exception with its class, stack, cause and log text, if it is passed', () => {
  it.each<[string, (logger: Logger<string>) => void, Record<string, string>, pino.LoggerOptions<string>?]>([
    ['alone', (logger) => logger.error(anError()), { code: 'E_CARD' }],
    ['before the text', (logger) => logger.error(anError(), 'Declined'), { code: 'E_CARD', message: 'Declined' }],
    [
      'among the fields',
      (logger) => logger.error({ err: anError(), orderId: 1 }, 'Declined'),
      { code: 'E_CARD', message: 'Declined', orderId: '1' },
    ],
    ['to a child logger', (logger) => logger.child({ a: 1 }).error(anError()), { code: 'E_CARD', a: '1' }],
    [
      'as a binding',
      (logger) => logger.child({ err: anError() }).error('Declined'),
      { code: 'E_CARD', message: 'Declined' },
    ],
    [
      'under another key that has a serializer',
      (logger) => logger.error({ exception: anError() }, 'Declined'),
      { code: 'E_CARD', message: 'Declined' },
      { serializers: { exception: pino.stdSerializers.err } },
    ],
    [
      'with the serializer that keeps causes separate',
      (logger) => logger.error(anError()),
      { code: 'E_CARD' },
      { serializers: { err: pino.stdSerializers.errWithCause } },
    ],
  ])('%s', (_, log, properties, options = {}) => {
    const { data } = mappedOne(log, options)
    expect(data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        problemId: expect.stringMatching(/^CardError at .*anError/),
        exceptions: [
          { typeName: 'CardError', message: 'card expired', hasFullStack: true, parsedStack: expect.anything() },
          { typeName: 'TypeError', message: 'root', outerId: 1, parsedStack: expect.anything() },
        ],
      },
    })
    expect(data.baseData.properties).toEqual({ level: 'error', ...properties })
  })
})

it('each cause is a separate exception with its own message and frames', () => {
  const error = new Error('outer', { cause: new RangeError('inner\nline', { cause: new TypeError('root: cause') }) })
  const { data } = mappedOne((logger) => logger.error(error))
  expect(data.baseData).toMatchObject({
    exceptions: [
      { id: 1, typeName: 'Error', message: 'outer' },
      { id: 2, outerId: 1, typeName: 'RangeError', message: 'inner\nline' },
      { id: 3, outerId: 2, typeName: 'TypeError', message: 'root: cause' },
    ],
  })
})

it('circular causes occur once each, with their own messages', () => {
  const outer: Error = new Error('outer', { cause: new RangeError('inner') })
  Object.assign(outer.cause as Error, { cause: outer })
  const alone: Error = new Error('alone')
  alone.cause = alone
  const exceptions = [outer, alone].map((error) => mappedOne((logger) => logger.error(error)).data.baseData)
  expect(exceptions).toMatchObject([
    { exceptions: [{ message: 'outer' }, { message: 'inner', outerId: 1 }] },
    { exceptions: [{ message: 'alone' }] },
  ])
})

it('a field called message is kept in addition to the log text', () => {
  const own = { message: 'own', err: anError() }
  expect(mappedOne((logger) => logger.error(own, 'Declined')).data.baseData.properties).toEqual({
    level: 'error',
    code: 'E_CARD',
    message: 'own',
    logMessage: 'Declined',
  })
  const event = { message: 'own', customEvent: 'Declined' }
  expect(mappedOne((logger) => logger.info(event, 'Card declined')).data.baseData.properties).toEqual({
    level: 'info',
    message: 'own',
    logMessage: 'Card declined',
  })
})

it('an AggregateError has all of its errors, with their causes', () => {
  const part = new RangeError('a', { cause: new TypeError('of a') })
  const { data } = mappedOne((logger) => logger.error(new AggregateError([part, new SyntaxError('b')], 'both')))
  expect(data.baseData).toMatchObject({
    exceptions: [
      { id: 1, typeName: 'AggregateError', message: 'both' },
      { id: 2, outerId: 1, typeName: 'RangeError', message: 'a' },
      { id: 3, outerId: 2, typeName: 'TypeError', message: 'of a' },
      { id: 4, outerId: 1, typeName: 'SyntaxError', message: 'b' },
    ],
  })
  expect(data.baseData.properties).toEqual({ level: 'error' })
})

it('the type is the class if the error does not set its name', () => {
  class OutOfStock extends Error {}
  const { data } = mappedOne((logger) => logger.error(new OutOfStock('no')))
  expect(data.baseData).toMatchObject({ exceptions: [{ typeName: 'OutOfStock' }] })
})

it('an error without a stack is also an exception', () => {
  const { data } = mappedOne((logger) =>
    logger.error({ err: Object.assign(new Error('no'), { stack: undefined }) }, 'x'),
  )
  expect(data.baseData).toMatchObject({ exceptions: [{ typeName: 'Error', message: 'no', hasFullStack: false }] })
})

it('a record with an error is an exception at any level', () => {
  const { data } = mappedOne((logger) => logger.debug(new Error('no')))
  expect(data).toMatchObject({ baseType: 'ExceptionData', baseData: { severityLevel: 0 } })
})

it('a second error, and a cause that is not an error, become properties', () => {
  const stack = 'Error: no\n    at pay (/app/pay.js:1:2)'
  const { data } = mappedLine({
    level: 50,
    err: { type: 'Error', message: 'no', stack, cause: { status: 402 } },
    error: { type: 'Error', message: 'second', stack },
  })
  expect(data.baseData).toMatchObject({
    exceptions: [{ message: 'no' }],
    properties: { cause: '{"status":402}', error: expect.stringContaining('second') },
  })
})

it.each([{ message: 'no' }, { stack: 'blue' }, 'no', 7, ['no'], {}])(
  'a record with err set to %j is not an exception',
  (err) => {
    expect(mappedLine({ level: 50, msg: 'x', err }).data).toMatchObject({
      baseType: 'MessageData',
      baseData: { properties: { err: expect.any(String) } },
    })
  },
)

it('an exception has at most 20 errors, even if the record has more', () => {
  const causes = 'Error: a\n    at a (a.js:1:1)\ncaused by: '.repeat(1_000)
  let nested: object = { type: 'Error', message: 'bottom', stack: '' }
  for (let i = 0; i < 1_000; i++) nested = { type: 'Error', message: `${i}`, stack: '', aggregateErrors: [nested] }
  for (const err of [{ type: 'Error', message: 'a', stack: causes }, nested]) {
    const { data } = mappedLine({ level: 50, err })
    expect(data.baseType === 'ExceptionData' && data.baseData.exceptions.length).toBeLessThanOrEqual(20)
  }
})

const stack = 'RangeError: expired\n    at pay (/app/pay.js:3:9)\n    at main (/app/main.js:9:1)'
const expired = () => Object.assign(new RangeError('expired'), { stack })

describe('an error that was serialized before is an exception with its class, message and frames: written', () => {
  const { stdSerializers } = pino

  it.each<[string, (logger: Logger<string>) => void, Record<string, string>, pino.LoggerOptions<string>?]>([
    ['as the whole record', (logger) => logger.error(stdSerializers.err(expired())), {}],
    [
      'as the whole record, with its cause',
      (logger) => logger.error(stdSerializers.errWithCause(Object.assign(expired(), { code: 'E' })), 'Declined'),
      { message: 'Declined', code: 'E' },
    ],
    [
      'as the whole record, by a formatter',
      (logger) => logger.error(expired(), 'Declined'),
      { message: 'Declined' },
      { formatters: { log: ({ err, ...others }) => ({ ...others, ...stdSerializers.err(err as Error) }) } },
    ],
    [
      'with its stack as lines',
      (logger) => logger.error({ err: expired() }, 'Declined'),
      { message: 'Declined' },
      { serializers: { err: ({ name, message, stack: text }) => ({ type: name, message, stack: text.split('\n') }) } },
    ],
    ['as its stack', (logger) => logger.error({ err: expired().stack }, 'Declined'), { message: 'Declined' }],
    ['as its stack and its message', (logger) => logger.error({ stack: expired().stack }, expired().message), {}],
    [
      'under the errorKey',
      (logger) => logger.error(expired(), 'Declined'),
      { message: 'Declined' },
      { errorKey: 'failure' },
    ],
    [
      'under reason',
      (logger) => logger.error({ reason: stdSerializers.err(expired()) }, 'Declined'),
      { message: 'Declined' },
    ],
    [
      'by nestjs-pino, from a text and a stack',
      (logger) => logger.error({ err: Object.assign(new Error('Declined'), { stack }), context: 'Orders' }),
      { message: 'Declined', context: 'Orders' },
    ],
  ])('%s', (_, log, properties, options = {}) => {
    const { data } = mappedOne(log, options)
    expect(data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        problemId: 'RangeError at pay',
        exceptions: [{ typeName: 'RangeError', message: 'expired', parsedStack: [{}, {}] }],
      },
    })
    expect(data.baseData.properties).toEqual({ level: 'error', ...properties })
  })

  it.each<[string, object, Record<string, string>]>([
    ['by pino 6', { msg: 'expired', type: 'Error', stack, v: 1 }, { v: '1' }],
    ['by bunyan', { v: 0, name: 'app', err: { message: 'expired', name: 'RangeError', stack }, msg: 'Declined' }, {}],
    [
      'as in the Elastic Common Schema',
      { error: { type: 'RangeError', message: 'expired', stack_trace: stack }, msg: 'Declined' },
      { message: 'Declined' },
    ],
    [
      'as in the Elastic Common Schema, with dots',
      { 'error.type': 'RangeError', 'error.message': 'expired', 'error.stack_trace': stack, msg: 'Declined' },
      { message: 'Declined' },
    ],
    [
      'as attributes of OpenTelemetry',
      { 'exception.type': 'RangeError', 'exception.message': 'expired', 'exception.stacktrace': stack },
      {},
    ],
    ['by winston', { message: 'expired', stack }, {}],
    ['as a stack beside another message', { msg: 'Declined', stack }, { message: 'Declined' }],
  ])('%s', (_, fields, properties) => {
    const { data } = mappedLine({ level: 50, ...fields })
    expect(data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: { exceptions: [{ typeName: 'RangeError', message: 'expired', parsedStack: [{}, {}] }], properties },
    })
    expect(data.baseData.properties).not.toHaveProperty('stack')
  })
})

it('an error without a stack is an exception if its type says that it is an error', () => {
  const serializers = { err: ({ name, message }: Error) => ({ type: name, message }) }
  const { data } = mappedOne((logger) => logger.error({ err: expired() }, 'Declined'), { serializers })
  expect(data.baseData).toMatchObject({
    exceptions: [{ typeName: 'RangeError', message: 'expired', hasFullStack: false }],
    properties: { message: 'Declined' },
  })
})

it('errorKeys determines the fields that may hold the error', () => {
  const err = { type: 'Error', message: 'no', stack: '' }
  const errorKeys = ['failure']
  expect(mappedLine({ level: 50, failure: err }, { errorKeys }).data.baseType).toBe('ExceptionData')
  expect(mappedLine({ level: 50, err }, { errorKeys }).data.baseType).toBe('MessageData')
})
