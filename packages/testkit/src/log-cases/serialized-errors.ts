import { exception, message } from './arrivals'
import { declined, no, root, serialized } from './errors'
import type { LogCase } from './log-case'

const unstacked = { typeName: 'CardError', message: 'declined', hasFullStack: false, hasFrames: false }

/** Errors in the forms in which loggers, serializers and other processes write them. */
export const SERIALIZED_ERRORS: readonly LogCase[] = [
  {
    name: 'a serialized error, with its fields',
    level: 'error',
    text: 'x',
    fields: () => ({ cause: { ...serialized(), code: 'E_CARD' } }),
    expected: exception('error', 3, { message: 'x', code: 'E_CARD' }, [declined]),
  },
  {
    name: 'a serialized error with the stack as lines and its cause after it',
    level: 'error',
    text: 'x',
    fields: () => ({
      cause: {
        name: 'CardError',
        message: 'declined',
        stack: [
          'CardError: declined',
          '    at pay (/app/pay.js:1:2)',
          'Caused by: TypeError: root',
          '    at a (/b.js:3:4)',
        ],
      },
    }),
    expected: exception('error', 3, { message: 'x' }, [declined, { ...root, outerId: 1 }]),
  },
  {
    name: 'a serialized error with a stack_trace and a cause',
    level: 'error',
    text: 'x',
    fields: () => {
      const { stack, ...others } = serialized()
      const cause = { type: 'TypeError', message: 'root', stack: 'TypeError: root\n    at a (/b.js:3:4)' }
      return { cause: { ...others, stack_trace: stack, cause } }
    },
    expected: exception('error', 3, { message: 'x' }, [declined, { ...root, outerId: 1 }]),
  },
  {
    name: 'a serialized error whose cause is only a stack',
    level: 'error',
    text: 'x',
    fields: () => ({ cause: { ...serialized(), cause: 'TypeError: root\n    at a (/b.js:3:4)' } }),
    expected: exception('error', 3, { message: 'x' }, [declined, { ...root, outerId: 1 }]),
  },
  {
    name: 'a serialized error without a stack, whose type is that of an error',
    level: 'error',
    text: 'x',
    fields: () => ({ cause: { type: 'CardError', message: 'declined', code: 'E_CARD' } }),
    expected: exception('error', 3, { message: 'x', code: 'E_CARD' }, [unstacked]),
  },
  {
    name: 'a serialized error with its own type next to its name',
    level: 'error',
    text: 'x',
    fields: () => ({ cause: { ...serialized(), name: 'CardError', type: 'card_error' } }),
    expected: exception('error', 3, { message: 'x', type: 'card_error' }, [declined]),
  },
  {
    name: 'a serialized error with errors',
    level: 'error',
    text: 'x',
    fields: () => ({ cause: { ...serialized(), errors: [serialized()] } }),
    expected: exception('error', 3, { message: 'x' }, [declined, { ...declined, outerId: 1 }]),
  },
  {
    name: 'a serialized error with a list of what is wrong',
    level: 'error',
    text: 'x',
    fields: () => ({ cause: { ...serialized(), errors: [{ path: ['card'], message: 'expired' }] } }),
    expected: exception('error', 3, { message: 'x', errors: '[{"path":["card"],"message":"expired"}]' }, [declined]),
  },
  {
    name: 'an error as its stack',
    level: 'error',
    text: 'x',
    fields: () => ({ cause: serialized().stack }),
    expected: exception('error', 3, { message: 'x' }, [declined]),
  },
  {
    name: 'a serialized error that its stack names, because its message is the text',
    level: 'error',
    text: 'Payment failed',
    fields: () => ({ cause: { ...serialized(), type: 'Error', message: 'Payment failed' } }),
    expected: exception('error', 3, { message: 'Payment failed' }, [declined]),
  },
  {
    name: 'an object that has the message of an error but no stack',
    level: 'info',
    text: 'x',
    fields: () => ({ cause: { message: 'no' } }),
    expected: message('x', { cause: '{"message":"no"}' }),
  },
  {
    name: 'an error and fields without a text',
    level: 'error',
    text: undefined,
    fields: () => ({ err: new Error('no'), orderId: 42 }),
    expected: exception('error', 3, { orderId: '42' }, [no]),
  },
  {
    name: 'the stack of an error among the fields',
    level: 'error',
    text: 'x',
    fields: () => ({ stack: serialized().stack, orderId: 42 }),
    expected: exception('error', 3, { message: 'x', orderId: '42' }, [declined]),
  },
  {
    name: 'the stack of an error among the fields, as lines, with its type and message',
    level: 'error',
    text: 'declined',
    fields: () => ({ type: 'CardError', stack: ['Error: declined', '    at pay (/app/pay.js:1:2)'] }),
    expected: exception('error', 3, {}, [declined]),
  },
  {
    name: 'the parts of an error as the Elastic Common Schema names them',
    level: 'error',
    text: 'x',
    fields: () => ({ 'error.type': 'CardError', 'error.message': 'declined', 'error.stack_trace': serialized().stack }),
    expected: exception('error', 3, { message: 'x' }, [declined]),
  },
  {
    name: 'the attributes that OpenTelemetry gives to an exception',
    level: 'error',
    text: 'x',
    fields: () => ({ 'exception.type': 'CardError', 'exception.stacktrace': serialized().stack }),
    expected: exception('error', 3, { message: 'x' }, [declined]),
  },
  {
    name: 'the stack and the cause of an error among the fields',
    level: 'error',
    text: 'x',
    fields: () => ({
      stack: [serialized().stack],
      cause: { type: 'TypeError', message: 'root', stack: 'TypeError: root\n    at a (/b.js:3:4)' },
    }),
    expected: exception('error', 3, { message: 'x' }, [declined, { ...root, outerId: 1 }]),
  },
  {
    name: 'an error and its stack among the fields',
    level: 'error',
    text: 'x',
    fields: () => {
      const err = new Error('no')
      return { err, stack: [err.stack] }
    },
    expected: exception('error', 3, { message: 'x' }, [no]),
  },
  {
    name: 'an error twice',
    level: 'error',
    text: 'x',
    fields: () => {
      const error = new Error('no')
      return { err: error, error }
    },
    expected: exception('error', 3, { message: 'x' }, [no]),
  },
  {
    name: 'a stack without content',
    level: 'error',
    text: 'x',
    fields: () => ({ stack: [null] }),
    expected: { baseType: 'MessageData', baseData: { message: 'x', severityLevel: 3, properties: { level: 'error' } } },
  },
  {
    name: 'a field called stack that is not the stack of an error',
    level: 'info',
    text: 'x',
    fields: () => ({ stack: ['web', 'mobile'] }),
    expected: message('x', { stack: '["web","mobile"]' }),
  },
]
