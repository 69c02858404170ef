import { expect, it } from '@jest/globals'
import { roleLetters } from '../../../web/src/state/role-letters'

it('takes the initials of words, or else the first letters', () => {
  expect(roleLetters(['storefront', 'order-api', 'cartService', 'x', ''])).toEqual(['st', 'oa', 'cs', 'x', '?'])
})

it('gives each role different letters, and never changes those of an earlier role', () => {
  expect(roleLetters(['payments', 'parcels', 'pantry', 'packer'])).toEqual(['pa', 'pr', 'pn', 'pc'])
  expect(roleLetters(['payments', 'parcels'])).toEqual(['pa', 'pr'])
})
