import { expect, it } from '@jest/globals'
import { shrinkItem } from '../../src/item/shrink-item'
import { anItem, messagesOf } from '../builders'

it('truncates the longest strings of an item until it has half of the limit', () => {
  const item = Object.assign(anItem('€'.repeat(18_000), 3), { sequence: 7 })
  const small = shrinkItem(item)
  expect(small).toMatchObject({ sequence: 7, severityLevel: 3, priority: 'error' })
  expect(small?.bytes).toBeLessThanOrEqual(32_768)
  expect(small?.bytes).toBeGreaterThan(16_384)
  expect(small?.bytes).toBe(Buffer.byteLength(small?.json ?? ''))
  expect(messagesOf(small === undefined ? [] : [small])[0]).toMatch(/^€+$/)
})

it('returns undefined for a small item, so that no item is shrunk twice', () => {
  expect(shrinkItem(anItem('small'))).toBeUndefined()
  const small = shrinkItem(anItem('x'.repeat(32_768)))
  expect(small && shrinkItem(small)).toBeUndefined()
})
