import { expect, it } from '@jest/globals'
import { parseFilter } from '../../../web/src/shell/parse-filter'

it.each([
  ['card.brand=visa', { field: 'p.card.brand', value: 'visa' }],
  ['p.role=admin', { field: 'p.role', value: 'admin' }],
  ['role = checkout', { field: 'role', value: 'checkout' }],
  ['result==502', { field: 'result', value: '502' }],
  ['note="two words"', { field: 'p.note', value: 'two words' }],
  ['just text', undefined],
  ['two words=value', undefined],
])('reads %s', (text, expected) => {
  expect(parseFilter(text)).toEqual(expected)
})
