import { expect, it } from '@jest/globals'
import { valuesNotInMessage } from '../../src/adapter'

it.each<[string, readonly unknown[], readonly unknown[]]>([
  ['took 10 ms', [10, 'ms'], []],
  ['took 10 ms', [1, 'm'], [1, 'm']],
  ['naïve', ['na'], ['na']],
  ['x', [{ a: 1 }, [2], null, undefined, () => {}], [{ a: 1 }, [2]]],
  ['true 7', [true, 7n, ''], []],
])('for the message %j, leaves %j of what it does not contain', (message, values, left) => {
  expect(valuesNotInMessage(values, message)).toEqual(left)
})

it('keeps every value if there is no message', () => {
  const symbol = Symbol('s')
  expect(valuesNotInMessage(['', 'a', symbol], undefined)).toEqual(['', 'a', symbol])
})
