import { describe, expect, it } from '@jest/globals'
import winston, { type Logger, type LoggerOptions } from 'winston'
import { mapped, mappedOne } from './builders'

const { format } = winston

class CardError extends RangeError {
  override readonly name = 'CardError'
  readonly code = 'E_CARD'
}

/** A new one each time: winston writes on the errors that it is given. */
const anError = () => new CardError('card expired', { cause: new TypeError('root') })

type Row = [way: string, log: (logger: Logger) => void, properties: Record<string, string>, options?: LoggerOptions]

const TEXT = { message: 'Card declined', code: 'E_CARD' }

describe('an error is an exception with its class, stack, cause and log text, if it is passed', () => {
  it.each<Row>([
    ['alone', (logger) => logger.error(anError()), { code: 'E_CARD' }],
    ['alone, to log(level, …)', (logger) => logger.log('error', anError() as never), { code: 'E_CARD' }],
    [
      'as the message of an entry',
      (logger) => logger.log({ level: 'error', message: anError() as never }),
      { code: 'E_CARD' },
    ],
    ['after the message', (logger) => logger.error('Card declined', anError()), TEXT],
    ['after the message, to log(level, …)', (logger) => logger.log('error', 'Card declined', anError()), TEXT],
    [
      'after message and meta',
      (logger) => logger.error('Card declined', { orderId: 1 }, anError()),
      { ...TEXT, orderId: '1' },
    ],
    [
      'between message and meta',
      (logger) => logger.error('Card declined', anError(), { orderId: 1 }),
      { ...TEXT, orderId: '1' },
    ],
    [
      'as meta.err',
      (logger) => logger.error('Card declined', { err: anError(), orderId: 1 }),
      { ...TEXT, orderId: '1' },
    ],
    ['as meta.error', (logger) => logger.error('Card declined', { error: anError() }), TEXT],
    ['as meta.exception', (logger) => logger.error('Card declined', { exception: anError() }), TEXT],
    ['as meta.cause', (logger) => logger.error('Card declined', { cause: anError() }), TEXT],
    ['in an entry', (logger) => logger.log({ level: 'error', message: 'Card declined', err: anError() }), TEXT],
    [
      'to a child logger, after the message',
      (logger) => logger.child({ requestId: 'r1' }).error('Card declined', anError()),
      { ...TEXT, requestId: 'r1' },
    ],
    [
      'after the message, with format.splat()',
      (logger) => logger.error('Card declined', anError()),
      TEXT,
      { format: format.splat() },
    ],
    [
      'as the argument of %s, without format.splat()',
      (logger) => logger.error('Declined: %s', anError()),
      { message: 'Declined: %s', code: 'E_CARD' },
    ],
    [
      'as the message of an entry, with format.errors()',
      (logger) => logger.error('Card declined', anError()),
      TEXT,
      { format: format.errors({ stack: true, cause: true }) },
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
          { typeName: 'TypeError', message: 'root', outerId: 1 },
        ],
      },
    })
    expect(data.baseData.properties).toEqual({ level: 'error', ...properties })
  })

  it('as the argument of %s, with format.splat()', () => {
    const { data } = mappedOne((logger) => logger.error('Declined: %s', anError()), { format: format.splat() })
    expect(data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: {
        exceptions: [{ typeName: 'CardError' }, { typeName: 'TypeError' }],
        properties: { message: expect.stringMatching(/^Declined: .*card expired/), code: 'E_CARD' },
      },
    })
  })

  it('as an AggregateError, with all of its errors', () => {
    const failed = new AggregateError([new RangeError('a'), new TypeError('b')], 'both')
    expect(mappedOne((logger) => logger.error(failed)).data.baseData).toMatchObject({
      exceptions: [
        { id: 1, typeName: 'AggregateError', message: 'both' },
        { id: 2, outerId: 1, typeName: 'RangeError', message: 'a' },
        { id: 3, outerId: 1, typeName: 'TypeError', message: 'b' },
      ],
    })
  })
})

describe('an error that was copied into the record is recognized by its stack: copied', () => {
  const rangeError = () =>
    Object.assign(new RangeError('card expired', { cause: new TypeError('root') }), { code: 'E' })

  it.each<Row>([
    ['by a child logger', (logger) => logger.child({ requestId: 'r1' }).error(rangeError()), { requestId: 'r1' }],
    [
      'by format.errors()',
      (logger) => logger.error(rangeError()),
      {},
      { format: format.errors({ stack: true, cause: true }) },
    ],
    [
      'by format.errors(), from the message of an entry',
      (logger) => logger.log({ level: 'error', message: rangeError() as never }),
      {},
      { format: format.errors({ stack: true, cause: true }) },
    ],
    [
      'by format.splat(), which removes the arguments',
      (logger) => logger.error('Card declined', rangeError(), { orderId: 1 }),
      { message: 'Card declined', orderId: '1' },
      { format: format.splat() },
    ],
    [
      'by the application',
      (logger) => {
        const { message, stack, cause, code } = rangeError() as Error & { code: string }
        logger.error('Card declined', { message, stack, cause, code })
      },
      { message: 'Card declined' },
    ],
  ])('%s', (_, log, properties, options = {}) => {
    const { data } = mappedOne(log, options)
    expect(data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: {
        problemId: expect.stringMatching(/^RangeError at .*rangeError/),
        exceptions: [
          { typeName: 'RangeError', message: 'card expired' },
          { typeName: 'TypeError', outerId: 1 },
        ],
      },
    })
    expect(data.baseData.properties).toEqual({ level: 'error', code: 'E', ...properties })
  })

  it.each([
    ['RangeError [ERR_CARD]: expired', 'RangeError', 'expired'],
    ['Error', 'Error', 'x'],
    ['CardError: one\ntwo', 'CardError', 'one\ntwo'],
    ['what is: this', 'Error', 'what is: this'],
  ])('with a stack that begins with %j', (head, typeName, message) => {
    const { data } = mappedOne((logger) => logger.error('x', { stack: `${head}\n    at pay (/app/pay.js:1:2)` }))
    expect(data.baseData).toMatchObject({
      exceptions: [{ typeName, message, parsedStack: [{ method: 'pay' }] }],
    })
  })

  it('but only if the stack has frames', () => {
    const { data } = mappedOne((logger) => logger.info('Deployed', { stack: 'blue' }))
    expect(data).toMatchObject({ baseType: 'MessageData', baseData: { properties: { stack: 'blue' } } })
  })

  it('unless the record also has the error', () => {
    const err = new RangeError('card expired')
    const { data } = mappedOne((logger) => logger.error('Card declined', { err, stack: err.stack }))
    expect(data.baseData).toMatchObject({ exceptions: [{ typeName: 'RangeError' }] })
    expect(data.baseData.properties).toEqual({ level: 'error', message: 'Card declined' })
  })
})

describe('the text of an exception', () => {
  it('is dropped if it only repeats the message of the error', () => {
    const { data } = mappedOne((logger) => logger.error('card expired', new Error('card expired')))
    expect(data.baseData.properties).toEqual({ level: 'error' })
  })

  it('is kept if the message of the error cannot be converted to a string', () => {
    const err = Object.assign(new Error('no'), { message: Object.create(null) })
    const { data } = mappedOne((logger) => logger.error('Card declined', { err }))
    expect(data).toMatchObject({ baseType: 'ExceptionData', baseData: { properties: { message: 'Card declined' } } })
  })

  it('keeps an ending that winston has not appended', () => {
    const log = (logger: Logger) => logger.error('It said: no', { orderId: 1 }, new Error('no'))
    expect(mappedOne(log).data.baseData.properties).toEqual({ level: 'error', message: 'It said: no', orderId: '1' })
  })
})

it('a cause that is not an error becomes a property', () => {
  const error = new Error('no', { cause: { status: 402 } })
  for (const log of [
    (logger: Logger) => logger.error(error),
    (logger: Logger) => logger.error('Card declined', error),
    (logger: Logger) => logger.error('Card declined', { err: error }),
  ]) {
    expect(mappedOne(log).data.baseData.properties).toMatchObject({ cause: '{"status":402}' })
  }
})

it('meta takes precedence over the fields of the error', () => {
  const err = Object.assign(new Error('no'), { code: 'of the error', orderId: 1 })
  const { properties } = mappedOne((logger) => logger.error('x', { err, code: 'of the call' })).data.baseData
  expect(properties).toEqual({ level: 'error', message: 'x', code: 'of the call', orderId: '1' })
})

it('a second error becomes a property', () => {
  const { data } = mappedOne((logger) => logger.error('x', { err: new Error('first'), error: new Error('second') }))
  expect(data.baseData).toMatchObject({
    exceptions: [{ message: 'first' }],
    properties: { error: expect.stringContaining('"message":"second"') },
  })
})

it('a record with an error is an exception at any level', () => {
  expect(mapped((logger) => logger.debug('tried', { err: new Error('no') }))).toMatchObject([
    { data: { baseType: 'ExceptionData', baseData: { severityLevel: 0 } } },
  ])
})

it('errorKeys determines the fields that may hold the error', () => {
  const context = { errorKeys: ['failure'] }
  const found = mappedOne((logger) => logger.error('x', { failure: new Error('no') }), {}, context)
  const passedOver = mappedOne((logger) => logger.error('x', { err: new Error('no') }), {}, context)
  expect([found.data.baseType, passedOver.data.baseType]).toEqual(['ExceptionData', 'MessageData'])
})

describe('an error that was made plain before is an exception', () => {
  const { name, message, stack } = Object.assign(new RangeError('expired'))
  const axiosJson = {
    message,
    name: 'AxiosError',
    description: undefined,
    stack,
    config: { url: '/' },
    code: 'E',
    status: 402,
  }
  const ecs = format(({ err, ...info }) => {
    const { name: type, message: text, stack: stack_trace } = err as Error
    return { ...info, error: { type, message: text, stack_trace } } as never
  })()

  it.each<[string, (logger: Logger) => void, object, Record<string, string>, LoggerOptions?]>([
    ['in err', (l) => l.error('Declined', { err: { name, message, stack } }), {}, {}],
    ['in an entry', (l) => l.log({ level: 'error', message: 'Declined', err: { name, message, stack } }), {}, {}],
    [
      'by toJSON()',
      (l) => l.error('Declined', { error: axiosJson }),
      { typeName: 'AxiosError' },
      { config: '{"url":"/"}', code: 'E', status: '402' },
    ],
    ['by a format', (l) => l.error('Declined', { err: new RangeError('expired') }), {}, {}, { format: ecs }],
    ['as its class and stack', (l) => l.error('Declined', { type: name, stack }), {}, {}],
    ['as lines', (l) => l.error('Declined', { stack: stack?.split('\n') }), {}, {}],
    [
      'as nest-winston writes it',
      (l) => l.error('Declined', { context: 'Orders', stack: [stack] }),
      {},
      { context: 'Orders' },
    ],
    [
      'as nest-winston writes it beside the error',
      (l) => {
        const error = new RangeError('expired')
        l.error('Declined', { context: 'Orders', stack: [error.stack], error })
      },
      {},
      { context: 'Orders' },
    ],
    [
      'as nest-winston writes it for a fatal error',
      (l) => l.log({ level: 'error', message: 'Declined', context: 'Orders', stack: [stack] }),
      {},
      { context: 'Orders' },
    ],
  ])('%s', (_, log, exception, properties, options = {}) => {
    const { data } = mappedOne(log, options)
    expect(data).toMatchObject({
      baseType: 'ExceptionData',
      baseData: { exceptions: [{ typeName: 'RangeError', message: 'expired', hasFullStack: true, ...exception }] },
    })
    expect(data.baseData.properties).toEqual({ level: 'error', message: 'Declined', ...properties })
  })

  it('as the whole record', () => {
    const { data } = mappedOne((logger) => logger.error({ name, message, stack, code: 'E' }))
    expect(data.baseData).toMatchObject({ exceptions: [{ typeName: 'RangeError', message: 'expired' }] })
    expect(data.baseData.properties).toEqual({ level: 'error', code: 'E' })
  })

  it.each([[null], [undefined], []])('but not if nest-winston writes a stack without content: %j', (...content) => {
    const { data } = mappedOne((logger) => logger.error('Declined', { context: 'Orders', stack: content }))
    expect(data).toEqual({
      baseType: 'MessageData',
      baseData: { message: 'Declined', severityLevel: 3, properties: { level: 'error', context: 'Orders' } },
    })
  })
})
