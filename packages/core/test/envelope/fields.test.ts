import { expect, it } from '@jest/globals'
import { isFields, isList, isSpreadable, readField } from '../../src/envelope/fields'

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

it('reads a field, or undefined if its getter throws', () => {
  const source = {
    a: 1,
    get b(): number {
      throw new Error('no')
    },
  }
  expect(readField(source, 'a')).toBe(1)
  expect(readField(source, 'b')).toBeUndefined()
  expect(readField(revoked({}) as object, 'a')).toBeUndefined()
})

it.each<[string, boolean, unknown]>([
  ['an object', true, { a: 1 }],
  ['an object without a prototype', true, Object.create(null)],
  ['an array', false, []],
  ['a Date', false, new Date()],
  ['a Map', false, new Map()],
  ['null', false, null],
  ['a string', false, 'a'],
])('tells whether %s has fields: %p', (_, hasFields, value) => {
  expect(isFields(value)).toBe(hasFields)
})

it('does not throw for a revoked Proxy', () => {
  expect(isFields(revoked({}))).toBe(false)
})

it('tells arrays from other values, even if they are revoked', () => {
  expect([[], { length: 0 }, revoked([])].map(isList)).toEqual([true, false, false])
})

it('spreads an object of up to 1,000 fields', () => {
  const fieldsOf = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [index, 1]))
  const secretive = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  expect([fieldsOf(1_000), fieldsOf(1_001), [], secretive].map(isSpreadable)).toEqual([true, false, false, false])
})
