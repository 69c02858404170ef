import { expect, it } from '@jest/globals'
import { Item, PRIORITIES, priorityOf, releaseTexts } from '../../src/item/item'
import { BufferStore } from '../../src/item/text-store'

function anItemIn(store: BufferStore, from: number, bytes: number): Item {
  return new Item({ store, from, bytes }, 3)
}

it('reads and copies its line from the store that holds it', () => {
  const item = anItemIn(new BufferStore(Buffer.from('first\nsécond')), 6, 7)
  const target = Buffer.alloc(9, '.')
  expect(item.json).toBe('sécond')
  expect(item.copyTo(target, 1)).toBe(7)
  expect(target.toString()).toBe('.sécond.')
})

it('reads its line from the store to which it was moved', () => {
  const item = anItemIn(new BufferStore(Buffer.from('line')), 0, 4)
  item.moveTextTo(new BufferStore(Buffer.from('>>line')), 2)
  expect(item.json).toBe('line')
})

it('releases its line in the store when it is moved or released', () => {
  const released: string[] = []
  const store = (name: string) => ({ read: () => name, copyTo: () => 0, release: () => void released.push(name) })
  const item = new Item({ store: store('a'), from: 0, bytes: 1 }, undefined)
  item.moveTextTo(store('b'), 0)
  releaseTexts([item])
  releaseTexts([item])
  expect(released).toEqual(['a', 'b'])
  expect(item.json).toBe('')
})

it('has a priority that grows with its severity; an item without severity ranks between logs and warnings', () => {
  expect([0, 1, undefined, 2, 3].map((level) => priorityOf(level as 0 | undefined))).toEqual(PRIORITIES)
  expect(priorityOf(4)).toBe('error')
})
