import { describe, expect, it } from '@jest/globals'
import { errorUnder, findError, namedByStack } from '../../src/adapter'

const KEYS = ['err', 'error']
const stack = 'CardError: no\n    at pay (/app/pay.js:1:2)'
const cause = { type: 'TypeError', message: 'root', stack: 'TypeError: root\n    at a (/b.js:3:4)' }

describe('the error of a record', () => {
  it('is the one in the first key that holds an error', () => {
    const first = new Error('first')
    const found = { value: first, fields: first }
    expect(findError({ error: new Error('second'), err: first }, KEYS)).toMatchObject({ ...found, key: 'err' })
    expect(findError({ err: 'text', error: first }, KEYS)).toMatchObject({ ...found, key: 'error' })
  })

  it.each<[string, object, object]>([
    ['a type', { type: 'CardError', message: 'no', stack }, { name: 'CardError', message: 'no', stack }],
    ['a name', { name: 'CardError', message: 'no', stack }, { name: 'CardError', message: 'no', stack }],
    ['lines', { name: 'E', message: 'no', stack: stack.split('\n') }, { name: 'E', stack }],
    ['a stack_trace', { type: 'E', message: 'no', stack_trace: stack }, { name: 'E', stack }],
    ['an empty stack', { message: 'no', stack: '' }, { name: 'Error', message: 'no', stack: '' }],
    ['a cause', { message: 'no', stack, cause: { message: 'root', stack } }, { cause: { message: 'root' } }],
    [
      'causes in its stack',
      { message: 'no', stack: `${stack}\nCaused by: TypeError: root\n    at a (/b.js:3:4)` },
      { stack, cause: { name: 'TypeError', message: 'root' } },
    ],
    ['no stack, but a type', { type: 'CardError', message: 'no' }, { name: 'CardError', message: 'no', stack: '' }],
    ['no stack, but a name', { name: 'java.io.IOException', message: 'no' }, { name: 'java.io.IOException' }],
    ['a type that says nothing', { type: 'Error', message: 'no', stack }, { name: 'CardError', message: 'no' }],
    [
      'the type of an object',
      { type: 'Object', message: 'no', stack: '' },
      { name: 'Error', message: 'no', stack: '' },
    ],
    [
      'a cause without a stack, at the end of its message',
      {
        type: 'Error',
        message: 'no: late: root',
        stack: `Error: no\n    at a (/b.js:3:4)\ncaused by: Error: late\ncaused by: `,
      },
      { message: 'no', cause: { message: 'late', cause: { name: 'Error', message: 'root', stack: '' } } },
    ],
    [
      'a cause without a stack and a message',
      { type: 'Error', message: 'no: ', stack: `Error: no\n    at a (/b.js:3:4)\ncaused by: ` },
      { cause: undefined },
    ],
    ['its errors', { message: 'no', stack, errors: [{ message: 'a', stack }] }, { errors: [{ message: 'a' }] }],
  ])('may be serialized with %s', (_, err, value) => {
    expect(findError({ err }, KEYS)).toMatchObject({ value, fields: err, key: 'err' })
  })

  it.each([
    { message: 'no' },
    { stack },
    { message: 'no', stack: [7] },
    { message: 7, stack },
    'no',
    7,
    null,
    undefined,
    ['no'],
  ])('is not %j', (err) => {
    expect(findError({ err }, KEYS)).toBeUndefined()
  })

  it.each([[stack], [stack.split('\n')], [stack.split('\n').map((line) => line.trim())]])(
    'may be only its stack: %j',
    (err) => {
      const value = { name: 'CardError', message: 'no', stack }
      expect(findError({ err }, KEYS)).toMatchObject({ value, key: 'err' })
    },
  )

  it.each<[string, object, object, readonly string[]]>([
    ['a stack', { stack, a: 1 }, { name: 'CardError', message: 'no', stack }, ['stack']],
    ['lines', { stack: stack.split('\n') }, { name: 'CardError', stack }, ['stack']],
    ['a stack in an array', { stack: [stack] }, { name: 'CardError', stack }, ['stack']],
    ['a stackTrace', { stackTrace: stack }, { name: 'CardError', stack }, ['stackTrace']],
    ['parts of the error', { name: 'CardError', message: 'no', stack }, { stack }, ['stack', 'name', 'message']],
    [
      'the class of the error',
      { stack: 'Error: no\n    at a (/b.js:1:2)', type: 'PaymentError', message: 'no' },
      { name: 'PaymentError', message: 'no' },
      ['stack', 'type', 'message'],
    ],
    ['another type', { stack, type: 'Card' }, { name: 'CardError' }, ['stack']],
    ['another message', { stack, message: 'Declined' }, { name: 'CardError', message: 'no' }, ['stack']],
    ['the stack of pino 6', { stack, type: 'Error' }, { name: 'CardError', message: 'no' }, ['stack', 'type']],
    [
      'a type and a message, without a stack',
      { type: 'CardError', message: 'no', stack: '' },
      { name: 'CardError', message: 'no', stack: '' },
      ['stack', 'type', 'message'],
    ],
    [
      'a cause and errors',
      { stack, cause, aggregateErrors: [cause] },
      {
        cause: expect.objectContaining({ message: 'root' }),
        errors: [expect.objectContaining({ message: 'root' })],
      },
      ['stack', 'cause', 'aggregateErrors'],
    ],
    ['a cause that is not an error', { stack, cause: { code: 7 } }, { name: 'CardError', cause: undefined }, ['stack']],
    [
      'the fields of the Elastic Common Schema, without a stack',
      { 'error.type': 'CardError', 'error.message': 'no' },
      { name: 'CardError', message: 'no', stack: '' },
      ['error.type', 'error.message'],
    ],
    [
      'the fields of an error that were flattened',
      { 'err.type': 'CardError', 'err.message': 'no', 'err.stack': stack },
      { name: 'CardError', message: 'no', stack },
      ['err.stack', 'err.type', 'err.message'],
    ],
    [
      'the fields of the Elastic Common Schema',
      { 'error.stack_trace': stack, 'error.type': 'CardError', 'error.message': 'no', 'error.code': 7 },
      { name: 'CardError', message: 'no', stack },
      ['error.stack_trace', 'error.type', 'error.message'],
    ],
    [
      'the attributes of OpenTelemetry',
      { 'exception.stacktrace': stack, 'exception.type': 'CardError', 'exception.message': 'no' },
      { name: 'CardError', message: 'no', stack },
      ['exception.stacktrace', 'exception.type', 'exception.message'],
    ],
  ])('may be a part of the record itself: %s', (_, fields, value, repeated) => {
    expect(findError(fields, KEYS)).toEqual({ value: expect.objectContaining(value), repeated })
  })

  it.each([
    { stack: [] },
    { type: 'order', message: 'no', stack: '' },
    { type: 'CardError', message: 'no' },
    { 'error.message': 'no' },
  ])('is not the record itself: %j', (record) => {
    expect(findError(record, KEYS)).toBeUndefined()
  })

  it('is the record itself only if its stack has frames, and no key holds an error', () => {
    expect(errorUnder({ stack }, KEYS)).toBeUndefined()
    expect(findError({ stack: 'blue' }, KEYS)).toBeUndefined()
    expect(findError({ stack: ['web', 'mobile'] }, KEYS)).toBeUndefined()
    expect(findError({ stack, err: new Error('other') }, KEYS)).toMatchObject({ key: 'err', repeated: ['err'] })
  })

  it('has the Error in the field cause as its cause, if the record has a stack', () => {
    const cause = new TypeError('root')
    expect(findError({ stack, cause }, ['cause'])).toMatchObject({ value: { cause }, repeated: ['stack', 'cause'] })
  })

  it('lists the fields of the record that repeat it', () => {
    const err = new RangeError('expired')
    const copy = { type: 'RangeError', message: 'expired', stack_trace: err.stack }
    const fields = { err, error: copy, stack: [err.stack], cause: 'own' }
    expect(findError(fields, KEYS)?.repeated).toEqual(['stack', 'err', 'error'])
  })

  it('does not throw for a value that throws when it is read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const broken = {
      get message() {
        throw new Error('no')
      },
      stack,
    }
    expect([findError({ err: proxy }, KEYS), findError({ err: broken }, KEYS)]).toEqual([undefined, undefined])
  })
})

describe('an error whose message repeats the text of its record', () => {
  const named = (err: object, text: string) => {
    const found = findError({ err }, KEYS)
    return found && namedByStack(found, text).value
  }

  it('is named by its stack if that belongs to another error', () => {
    const value = { name: 'CardError', message: 'no', stack }
    expect(named({ type: 'Error', message: 'Declined', stack }, 'Declined')).toMatchObject(value)
  })

  it.each<[string, object, string]>([
    ['the text is another', { type: 'Error', message: 'Declined', stack }, 'Other'],
    ['it has a type', { type: 'StockError', message: 'Declined', stack }, 'Declined'],
    ['its message contains that of the stack', { type: 'Error', message: 'Declined: no', stack }, 'Declined: no'],
    ['its stack has no head', { type: 'Error', message: 'Declined', stack: '    at a (/b.js:3:4)' }, 'Declined'],
  ])('keeps its message if %s', (_, err, text) => {
    expect(named(err, text)).toMatchObject({ message: (err as { message: string }).message })
  })

  it('keeps its message if it is an Error itself', () => {
    const err = Object.assign(new Error('Declined'), { stack })
    expect(named(err, 'Declined')).toBe(err)
  })
})
