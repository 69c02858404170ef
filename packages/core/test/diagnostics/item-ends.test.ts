import { describe, expect, it } from '@jest/globals'
import { type EndTotals, ItemEnds } from '../../src/diagnostics/item-ends'
import type { SerializedEnvelope } from '../../src/item/item'
import { anItem } from '../builders'

/** Items with these sequences; 0 stands for an item of another process. */
function itemsOf(...sequences: readonly number[]): readonly SerializedEnvelope[] {
  return sequences.map((sequence) => Object.assign(anItem(), { sequence }))
}

const ends = (totals: Partial<EndTotals>): EndTotals => ({ sent: 0, dropped: 0, elsewhere: 0, ...totals })

describe('ItemEnds', () => {
  it('counts ends by kind, without the items of other processes', () => {
    const itemEnds = new ItemEnds()
    itemEnds.count('sent', itemsOf(1, 2, 0, 0))
    itemEnds.count('dropped', itemsOf(3))
    itemEnds.countBySequence('elsewhere', () => 5)
    itemEnds.droppedUnserialized()
    expect(itemEnds.unreported().totals).toEqual(ends({ sent: 2, dropped: 2, elsewhere: 5 }))
  })

  it('lets a listener count the ended items up to a sequence, until the listener is removed', () => {
    const itemEnds = new ItemEnds()
    const heard: unknown[] = []
    const stop = itemEnds.onEnd((end, countUpTo) => heard.push([end, countUpTo(2), countUpTo(9)]))
    itemEnds.count('sent', itemsOf(1, 3, 0))
    stop()
    itemEnds.count('sent', itemsOf(2))
    expect(heard).toEqual([['sent', 1, 2]])
  })
})

describe('unreported ends', () => {
  it('contain only items that no earlier report contained', () => {
    const itemEnds = new ItemEnds()
    itemEnds.count('sent', itemsOf(1, 2))
    const { totals, markReported } = itemEnds.unreported()
    itemEnds.count('sent', itemsOf(3, 4, 5))
    markReported({ ...totals, sent: totals.sent + 1 })
    expect(itemEnds.unreported().totals).toEqual(ends({ sent: 2 }))
  })

  it('count as reported once when two reports at the same time contain them', () => {
    const itemEnds = new ItemEnds()
    itemEnds.count('sent', itemsOf(1, 2))
    const first = itemEnds.unreported()
    const second = itemEnds.unreported()
    expect(second.totals).toEqual(first.totals)
    itemEnds.count('dropped', itemsOf(3))
    first.markReported(first.totals)
    second.markReported(ends({ sent: 2, dropped: 1 }))
    expect(itemEnds.unreported().totals).toEqual(ends({}))
  })
})
