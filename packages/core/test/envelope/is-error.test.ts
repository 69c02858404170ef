import { runInNewContext } from 'node:vm'
import { expect, it } from '@jest/globals'
import { isError } from '../../src/envelope/is-error'

class ShopError extends Error {}

it.each<[string, boolean, unknown]>([
  ['an error', true, new Error('x')],
  ['an error of a class', true, new ShopError('x')],
  ['an error of another realm', true, runInNewContext('new TypeError("x")')],
  ['an object with an error as prototype', true, Object.create(new Error('x'))],
  ['an object that looks like an error', false, { name: 'Error', message: 'x', stack: '' }],
  ['a string', false, 'Error: x'],
  ['null', false, null],
])('tells whether %s is an error: %p', (_, expected, value) => {
  expect(isError(value)).toBe(expected)
})

it('does not throw for a revoked Proxy', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  expect(isError(proxy)).toBe(false)
})
