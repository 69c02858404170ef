import { expect, it } from '@jest/globals'
import { resultOr } from '../src/result-or'

it('returns the result, or the fallback if the function throws', () => {
  const throwing = () => {
    throw new Error('mine')
  }
  expect([resultOr(() => 1, 2), resultOr(throwing, 2)]).toEqual([1, 2])
})
