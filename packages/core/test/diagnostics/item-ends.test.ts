import { describe, expect, it } from '@jest/globals'
import { type EndTotals, ItemEnds } from '../../src/diagnostics/item-ends'
import type { SerializedEnvelope } from '../../src/item/item'
import { anItem } from '../builders'

/** Items with these sequences; 0 stands for an item of another process. */
function itemsOf(...sequences: readonly number[]): readonly SerializedEnvelope[] {
  return sequences.map((sequence) => Object.assign(anItem(), { sequence }))
}

const ends = (totals: Partial<EndTotals>): EndTotals => ({ sent: 0, dropped: 0, elsewhere: 0, ...totals })

describe('the ends of items', () => {
  it('are counted by kind, without the items of other processes', () => {
    const itemEnds = new ItemEnds()
    itemEnds.reached('sent', itemsOf(1, 2, 0, 0))
    itemEnds.reached('dropped', itemsOf(3))
    itemEnds.reachedBy('elsewhere', () => 5)
    itemEnds.droppedUnserialised()
    expect(itemEnds.unreported().totals).toEqual(ends({ sent: 2, dropped: 2, elsewhere: 5 }))
  })

  it('are told to a listener, who asks how many of the items came before another, until it stops', () => {
    const itemEnds = new ItemEnds()
    const heard: unknown[] = []
    const stop = itemEnds.onReached((end, upTo) => heard.push([end, upTo(2), upTo(9)]))
    itemEnds.reached('sent', itemsOf(1, 3, 0))
    stop()
    itemEnds.reached('sent', itemsOf(2))
    expect(heard).toEqual([['sent', 1, 2]])
  })
})

describe('a report', () => {
  it('leaves to the next report only the ends that it did not tell', () => {
    const itemEnds = new ItemEnds()
    itemEnds.reached('sent', itemsOf(1, 2))
    const { totals, report } = itemEnds.unreported()
    itemEnds.reached('sent', itemsOf(3, 4, 5))
    report({ ...totals, sent: totals.sent + 1 })
    expect(itemEnds.unreported().totals).toEqual(ends({ sent: 2 }))
  })

  it('that runs at the same time as another tells the same ends, which count as told once', () => {
    const itemEnds = new ItemEnds()
    itemEnds.reached('sent', itemsOf(1, 2))
    const first = itemEnds.unreported()
    const second = itemEnds.unreported()
    expect(second.totals).toEqual(first.totals)
    itemEnds.reached('dropped', itemsOf(3))
    first.report(first.totals)
    second.report(ends({ sent: 2, dropped: 1 }))
    expect(itemEnds.unreported().totals).toEqual(ends({}))
  })
})
