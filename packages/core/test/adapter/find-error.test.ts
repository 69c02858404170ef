import { describe, expect, it } from '@jest/globals'
import { findError } from '../../src/adapter'

const KEYS = ['err', 'error']
const stack = 'CardError: no\n    at pay (/app/pay.js:1:2)'

describe('the error of a record', () => {
  it('is the one in the first key that holds an error', () => {
    const first = new Error('first')
    expect(findError({ error: new Error('second'), err: first }, KEYS)).toEqual({
      value: first,
      fields: first,
      key: 'err',
    })
    expect(findError({ err: 'text', error: first }, KEYS)).toEqual({ value: first, fields: first, key: 'error' })
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

  it('does not throw for a value that does', () => {
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
