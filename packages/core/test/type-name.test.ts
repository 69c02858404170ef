import { expect, it } from '@jest/globals'
import { typeName } from '../src/type-name'

it('names the type of a value and never the value', () => {
  expect(['secret', 5, true, () => {}, {}, [], null, undefined].map(typeName)).toEqual([
    'a string',
    'a number',
    'a boolean',
    'a function',
    'an object',
    'an object',
    'null',
    'undefined',
  ])
})

it('names the type of a revoked proxy', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  expect(typeName(proxy)).toBe('an object')
})
