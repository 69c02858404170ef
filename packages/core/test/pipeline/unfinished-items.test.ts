import { expect, it } from '@jest/globals'
import { ItemEnds } from '../../src/diagnostics/item-ends'
import { UnfinishedItems } from '../../src/pipeline/unfinished-items'
import { MemorySpool } from '../../src/spool/memory-spool'
import { OwnItems } from '../../src/spool/own-items'
import { aBatch } from '../builders'

it('counts items in the queue, in flight and in the memory spool', () => {
  const memory = new MemorySpool(65_536)
  memory.put(aBatch('a', 'b'))
  const unfinished = new UnfinishedItems({
    queue: { items: 3, newest: 9 },
    sender: { inFlightItems: 4 },
    storage: { spool: memory, memory, disk: undefined, journal: undefined },
    ends: new ItemEnds(),
  })
  expect(unfinished).toMatchObject({ queued: 5, inMemory: 9, onDisk: 0 })
})

it('reports items that are on disk at the end of a watch as spooled', () => {
  const own = new OwnItems()
  own.stored('file', [{ sequence: 1 }, { sequence: 2 }])
  const unfinished = new UnfinishedItems({
    queue: { items: 1, newest: 3 },
    sender: { inFlightItems: 0 },
    storage: { spool: new MemorySpool(1), memory: undefined, disk: { own } as never, journal: undefined },
    ends: new ItemEnds(),
  })
  expect(unfinished.onDisk).toBe(2)
  expect(unfinished.report(unfinished.watch())).toEqual({ ok: false, sent: 0, spooled: 2, dropped: 0, pending: 1 })
})
