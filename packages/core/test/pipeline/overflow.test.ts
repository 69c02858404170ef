import { describe, expect, it } from '@jest/globals'
import type { Batch } from '../../src/batch/batch'
import { Diagnostics } from '../../src/diagnostics/diagnostics'
import { BoundedQueue } from '../../src/pipeline/bounded-queue'
import { Overflow } from '../../src/pipeline/overflow'
import { anItem, anItemOf, messagesOf } from '../builders'

type Disk = NonNullable<ConstructorParameters<typeof Overflow>[0]['disk']>

/** A disk that takes `room` batches. */
class FakeDisk implements Disk {
  readonly stored: (readonly string[])[] = []
  accepts = true
  acceptsUrgent = true
  #room: number

  constructor(room: number) {
    this.#room = room
  }

  put({ items }: Batch): 'stored' | 'refused' {
    if (this.#room-- <= 0) return 'refused'
    this.stored.push(messagesOf(items))
    return 'stored'
  }
}

function setup({ disk, maxBytes = 65_536 }: { disk?: FakeDisk; maxBytes?: number } = {}) {
  const [queue, diagnostics] = [new BoundedQueue(maxBytes), new Diagnostics()]
  const overflow = new Overflow({ queue, disk, diagnostics, batching: { maxBatchItems: 2, maxBatchBytes: 1_048_576 } })
  const stats = () => diagnostics.stats({ queued: queue.items, inFlight: 0 })
  return { queue, overflow, stats }
}

describe('a queue above its limit', () => {
  it('is relieved by storing the oldest batches', () => {
    const disk = new FakeDisk(100)
    const { queue, overflow, stats } = setup({ disk, maxBytes: 8_000 })
    const items = Array.from({ length: 10 }, () => anItemOf(1_000))
    for (const item of items) queue.push(item)
    overflow.relieve()
    expect(stats()).toMatchObject({ queued: 6, spooled: 4, dropped: 0 })
    expect(items.map(({ json }) => json === '')).toEqual([...Array(4).fill(true), ...Array(6).fill(false)])
  })

  it('drops the least severe items if the disk refuses', () => {
    const { queue, overflow, stats } = setup({ disk: new FakeDisk(0), maxBytes: 8_000 })
    for (let i = 0; i < 10; i++) queue.push(anItemOf(1_000, i === 0 ? 3 : 0))
    overflow.relieve()
    expect(queue.isOverfull).toBe(false)
    expect(stats()).toMatchObject({ spooled: 0, droppedByReason: { 'queue-full': stats().dropped } })
    expect(stats().droppedBySeverity).toEqual({ 0: stats().dropped })
  })

  it('does not use a disk that accepts nothing at the moment', () => {
    const disk = new FakeDisk(100)
    disk.accepts = false
    const { queue, overflow } = setup({ disk, maxBytes: 8_000 })
    for (let i = 0; i < 10; i++) queue.push(anItemOf(1_000))
    overflow.relieve()
    expect(disk.stored).toEqual([])
  })
})

describe('storing everything', () => {
  it('stores the most severe items first, each batch in order', () => {
    const disk = new FakeDisk(100)
    const { queue, overflow } = setup({ disk })
    for (const [message, level] of [
      ['a', 1],
      ['b', 3],
      ['c', 1],
      ['d', 3],
    ] as const)
      queue.push(anItem(message, level))
    overflow.storeAll()
    expect(disk.stored).toEqual([
      ['b', 'd'],
      ['a', 'c'],
    ])
  })

  it('stops at the time limit, and keeps batches that the disk refuses', () => {
    const disk = new FakeDisk(1)
    const { queue, overflow } = setup({ disk })
    for (const message of 'abcdef') queue.push(anItem(message))
    overflow.storeAll(() => true)
    expect(disk.stored).toEqual([])
    overflow.storeAll()
    expect([disk.stored, queue.items]).toEqual([[['a', 'b']], 4])
  })
})
