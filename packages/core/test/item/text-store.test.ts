import { expect, it } from '@jest/globals'
import { BufferStore, EMPTY_STORE } from '../../src/item/text-store'

it('reads and copies lines by their position in the buffer', () => {
  const store = new BufferStore(Buffer.from('a\nbç'))
  const target = Buffer.alloc(5, '.')
  expect(store.read(2, 3)).toBe('bç')
  expect(store.copyTo(target, 2, 2, 3)).toBe(3)
  expect(target.toString()).toBe('..bç')
})

it('has no lines for released items', () => {
  const target = Buffer.alloc(2, '.')
  expect(EMPTY_STORE.read(0, 10)).toBe('')
  expect(EMPTY_STORE.copyTo(target, 0, 0, 2)).toBe(0)
  expect(target.toString()).toBe('..')
})
