import { expect, it } from '@jest/globals'
import { CANARY, expectNoSecret, mayThrow } from '../src/fuzz'

it('ignores errors of the allowed class only', () => {
  const syntaxError = () => JSON.parse('{')
  mayThrow(SyntaxError, syntaxError)
  mayThrow(SyntaxError, () => {})
  expect(() => mayThrow(RangeError, syntaxError)).toThrow(SyntaxError)
})

it('finds the secret at any depth of a result', () => {
  expectNoSecret({ nested: ['harmless'] })
  expectNoSecret(undefined)
  expect(() => expectNoSecret({ nested: [`password=${CANARY}`] })).toThrow('contains the secret')
})
