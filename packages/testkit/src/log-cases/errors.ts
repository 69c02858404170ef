import { expect } from '@jest/globals'
import { event, exception } from './arrivals'
import type { LogCase } from './log-case'

/** A custom error class, as an application might define it. */
class CardError extends RangeError {
  override readonly name = 'CardError'
  readonly code = 'E_CARD'
}

/** An error class as in `http-errors`. */
class PaymentRequired extends Error {}
Object.assign(PaymentRequired.prototype, { status: 402, toString: () => 'own' })

const stacked = { hasFullStack: true, hasFrames: true }
export const no = { typeName: 'Error', message: 'no', ...stacked }
export const declined = { typeName: 'CardError', message: 'declined', ...stacked }
export const root = { typeName: 'TypeError', message: 'root', ...stacked }

/** Returns a serialized error under `cause`, because loggers may serialize `err` and `error` again. */
export function serialized() {
  return { type: 'CardError', message: 'declined', stack: 'CardError: declined\n    at pay (/app/pay.js:1:2)' }
}

export const ERRORS: readonly LogCase[] = [
  {
    name: 'an error with its cause and its own fields',
    level: 'error',
    text: 'Card declined',
    fields: () => ({ orderId: 42, err: new CardError('card expired', { cause: new TypeError('root') }) }),
    expected: {
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        properties: { level: 'error', orderId: '42', code: 'E_CARD', message: 'Card declined' },
        errors: [
          { id: 1, typeName: 'CardError', message: 'card expired', ...stacked },
          { id: 2, outerId: 1, typeName: 'TypeError', message: 'root', ...stacked },
        ],
      },
    },
  },
  {
    name: 'an error in the field error',
    level: 'error',
    text: 'x',
    fields: () => ({ error: new Error('no') }),
    expected: exception('error', 3, { message: 'x' }, [no]),
  },
  {
    name: 'an error whose text only repeats it, in another field',
    level: 'warn',
    text: 'no',
    fields: () => ({ exception: new Error('no') }),
    expected: {
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 2,
        properties: { level: 'warn' },
        errors: [{ id: 1, typeName: 'Error', message: 'no', ...stacked }],
      },
    },
  },
  {
    name: 'an error that contains other errors',
    level: 'error',
    text: 'x',
    fields: () => ({ err: new AggregateError([new RangeError('a'), new TypeError('b')], 'both') }),
    expected: {
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        properties: { level: 'error', message: 'x' },
        errors: [
          { id: 1, typeName: 'AggregateError', message: 'both', ...stacked },
          { id: 2, outerId: 1, typeName: 'RangeError', message: 'a', ...stacked },
          { id: 3, outerId: 1, typeName: 'TypeError', message: 'b', ...stacked },
        ],
      },
    },
  },
  {
    name: 'a field of the call, which overrides the same field of its error',
    level: 'error',
    text: 'x',
    fields: () => ({ code: 'of the call', err: new CardError('no') }),
    expected: {
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        properties: { level: 'error', message: 'x', code: 'of the call' },
        errors: [{ id: 1, typeName: 'CardError', message: 'no', ...stacked }],
      },
    },
  },
  {
    name: 'an error next to a field called message',
    level: 'error',
    text: 'Card declined',
    fields: () => ({ message: 'own', err: new Error('no') }),
    expected: exception('error', 3, { message: 'own', logMessage: 'Card declined' }, [no]),
  },
  {
    name: 'a custom event with an error',
    level: 'error',
    text: 'x',
    fields: () => ({ customEvent: 'PaymentFailed', err: new CardError('no') }),
    expected: event('PaymentFailed', {
      level: 'error',
      message: 'x',
      code: 'E_CARD',
      err: expect.stringMatching(/"type":"CardError".*"message":"no"/),
    }),
  },
  {
    name: 'an error with fields of its class, but not its methods',
    level: 'error',
    text: 'x',
    fields: () => ({ err: new PaymentRequired('no') }),
    expected: exception('error', 3, { message: 'x', status: '402' }, [{ ...no, typeName: 'PaymentRequired' }]),
  },
  {
    name: 'an error whose cause is not an error',
    level: 'error',
    text: 'x',
    fields: () => ({ err: new Error('no', { cause: { status: 402 } }) }),
    expected: exception('error', 3, { message: 'x', cause: '{"status":402}' }, [no]),
  },
  {
    name: 'an error whose cause has a cause that is not an error',
    level: 'error',
    text: 'x',
    fields: () => ({ err: new Error('no', { cause: new TypeError('root', { cause: 'timeout' }) }) }),
    expected: exception('error', 3, { message: 'x', cause: 'timeout' }, [no, { ...root, outerId: 1 }]),
  },
  {
    name: 'an error with the list of a validator, whose items have messages',
    level: 'error',
    text: 'x',
    fields: () => ({
      err: Object.assign(new Error('no'), { errors: [{ message: 'expired', path: ['card'], type: 'date.min' }] }),
    }),
    expected: exception(
      'error',
      3,
      { message: 'x', errors: '[{"message":"expired","path":["card"],"type":"date.min"}]' },
      [no],
    ),
  },
  {
    name: 'an error with errors that is no AggregateError',
    level: 'error',
    text: 'x',
    fields: () => ({ err: Object.assign(new Error('no'), { errors: [new TypeError('root')] }) }),
    expected: exception('error', 3, { message: 'x' }, [no, { ...root, outerId: 1 }]),
  },
  {
    name: 'an error with a list of what is wrong',
    level: 'error',
    text: 'x',
    fields: () => ({ err: Object.assign(new Error('no'), { errors: [{ field: 'iban' }] }) }),
    expected: exception('error', 3, { message: 'x', errors: '[{"field":"iban"}]' }, [no]),
  },
  {
    name: 'an error that contains values that are not errors',
    level: 'error',
    text: 'x',
    fields: () => ({ err: new AggregateError(['late', 7], 'no') }),
    expected: exception('error', 3, { message: 'x', errors: '["late",7]' }, [{ ...no, typeName: 'AggregateError' }]),
  },
  {
    name: 'secrets in the fields of an error',
    level: 'error',
    text: 'x',
    fields: () => ({ err: Object.assign(new Error('no'), { password: 'hunter2', response: { status: 402 } }) }),
    expected: exception('error', 3, { message: 'x', password: '[redacted]', response: '{"status":402}' }, [no]),
  },
  {
    name: 'an error at a level that is not severe',
    level: 'debug',
    text: 'x',
    fields: () => ({ err: new Error('no') }),
    expected: exception('debug', 0, { message: 'x' }, [no]),
  },
  {
    name: 'two errors: the second stays a property',
    level: 'error',
    text: 'x',
    fields: () => ({ error: new RangeError('second'), err: new Error('no') }),
    expected: exception('error', 3, { message: 'x', error: expect.stringContaining('"message":"second"') }, [no]),
  },
]
