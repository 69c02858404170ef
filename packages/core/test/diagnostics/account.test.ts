import { expect, it } from '@jest/globals'
import { countStatus, itemsOf } from '../../src/diagnostics/account'
import { anItem } from '../builders'

it('counts rejected items by status code', () => {
  const items = [anItem('a'), anItem('b'), anItem('c')]
  const rejected = items.map((item, index) => ({ item, statusCode: index === 0 ? 402 : 400 }))
  const byStatus: Record<number, number> = { 400: 1 }
  countStatus(byStatus, rejected)
  expect(byStatus).toEqual({ 400: 3, 402: 1 })
  expect(itemsOf(rejected)).toEqual(items)
})
