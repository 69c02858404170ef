import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { SerializedEnvelope } from '../../src/item/item'
import { OwnItems } from '../../src/spool/own-items'
import { anItem } from '../builders'

/** Items with these sequences. 0 means an item of another process. */
function itemsOf(...sequences: readonly number[]): readonly SerializedEnvelope[] {
  return sequences.map((sequence) => Object.assign(anItem(), { sequence }))
}

/** The same items as read from a file, which does not contain their sequences. */
function readAgain(items: readonly SerializedEnvelope[]): readonly SerializedEnvelope[] {
  return itemsOf(...items.map(() => 0))
}

describe('the items of this process on disk', () => {
  it('are counted without those of other processes, in total and up to a sequence', () => {
    const own = new OwnItems()
    own.stored('a', itemsOf(1, 2, 3, 0, 0))
    own.stored('b', itemsOf(0, 7, 9))
    own.stored('c', itemsOf(0, 0))
    expect(own.items).toBe(5)
    expect([0, 1, 3, 6, 7, 8, 9].map((sequence) => own.upTo(sequence))).toEqual([0, 1, 3, 3, 4, 4, 5])
  })

  it('are not counted after their file is gone, which returns their number', () => {
    const own = new OwnItems()
    own.stored('a', itemsOf(1, 2, 5))
    own.stored('b', itemsOf(3))
    const upTo = own.forget('a')
    expect([own.items, upTo?.(2), upTo?.(9)]).toEqual([1, 2, 3])
    expect(own.forget('a')).toBeUndefined()
    expect(own.forget('of another process')).toBeUndefined()
  })

  it('are not counted after they are finished, even if their file still holds them', () => {
    const own = new OwnItems()
    const items = itemsOf(1, 2, 3, 4, 0)
    own.stored('a', items)
    own.keepOnly('a', items, items.slice(1, 3))
    expect([own.items, own.upTo(2)]).toEqual([2, 1])
    const read = readAgain(items)
    own.restore('a', read)
    expect(read.map(({ sequence }) => sequence)).toEqual([0, 2, 3, 0, 0])
  })

  it('get their sequences back when their file is read', () => {
    const sequences = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 })), { maxLength: 30 })
    fc.assert(
      fc.property(sequences, (stored) => {
        const own = new OwnItems()
        own.stored('a', itemsOf(...stored))
        const read = readAgain(itemsOf(...stored))
        own.restore('a', read)
        expect(read.map(({ sequence }) => sequence)).toEqual(stored)
        expect(own.items).toBe(stored.filter((sequence) => sequence > 0).length)
      }),
    )
  })

  it('do not give their sequences to the items of another file', () => {
    const own = new OwnItems()
    own.stored('a', itemsOf(1, 2))
    const read = itemsOf(0, 0)
    own.restore('b', read)
    expect(read.map(({ sequence }) => sequence)).toEqual([0, 0])
  })
})
