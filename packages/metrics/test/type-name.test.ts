import { expect, it } from '@jest/globals'
import { typeName } from '../src/type-name'

it('names the type of a value and never the value', () => {
  expect(['secret', 5, true, () => {}, {}, [], null, undefined].map(typeName)).toEqual([
    'a string',
    'a number',
    'a boolean',
    'a function',
    'an object',
    'an array',
    'null',
    'undefined',
  ])
})
