import { expect, it } from '@jest/globals'
import { copyError } from '../../src/adapter'

class CardError extends Error {
  readonly code = 'E_CARD'
}

it('copies the class, fields, stack and cause of an error', () => {
  const error = new CardError('no', { cause: new TypeError('root') })
  const copy = copyError(error)
  expect(copy).toBeInstanceOf(CardError)
  expect(copy).not.toBe(error)
  const { message, stack, cause } = error
  expect([copy.message, copy.stack, copy.cause, Object.keys(copy)]).toEqual([message, stack, cause, ['code']])
})

it('replaces the message of the copy only', () => {
  const error = new Error('no')
  expect([copyError(error, 'yes').message, error.message]).toEqual(['yes', 'no'])
})
