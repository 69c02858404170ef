import { describe, expect, it } from '@jest/globals'
import { Drops, OnDrops } from '../../src/diagnostics/drops'
import { ItemEnds } from '../../src/diagnostics/item-ends'
import { SpoolAccount } from '../../src/diagnostics/spool-account'
import { anItem } from '../builders'

describe('losses', () => {
  it('are counted by reason and by severity', () => {
    const drops = new Drops(new OnDrops())
    drops.add('queue-full', [anItem('a', 1), anItem('b', 3), anItem('c', 3)])
    drops.count('exit', 5, undefined)
    expect(drops.total).toBe(8)
    expect(drops.byReason).toEqual({ 'queue-full': 3, exit: 5 })
    expect(drops.bySeverity).toEqual({ 1: 1, 3: 2, none: 5 })
  })

  it('that were told cannot be changed by who was told', () => {
    const drops = new Drops(new OnDrops())
    drops.count('exit', 1, undefined)
    Object.assign(drops.byReason, { exit: 100 })
    expect(drops.byReason).toEqual({ exit: 1 })
  })

  it('of files that nobody read count as read, so that the sum holds', () => {
    const account = new SpoolAccount(new Drops(new OnDrops()), {}, new ItemEnds())
    account.lost('spool-full', 3)
    account.lost('expired', 0)
    expect(account.stats).toMatchObject({
      read: 3,
      drained: 0,
      dropped: 3,
      left: 0,
      droppedByReason: { 'spool-full': 3 },
    })
  })
})

describe('who wants to know of losses', () => {
  it('is told in sums, a moment later', async () => {
    const { drops, told } = listen()
    for (let i = 0; i < 1_000; i++) drops.count('queue-full', 1, 1)
    drops.count('queue-full', 1, 3)
    drops.count('exit', 2, undefined)
    expect(told).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toEqual([
      ['queue-full', 1_000, 1],
      ['queue-full', 1, 3],
      ['exit', 2, undefined],
    ])
  })

  it('is told at once when there may be no later, and not twice', async () => {
    const { drops, onDrops, told } = listen()
    drops.count('exit', 2, undefined)
    onDrops.tell()
    expect(told).toEqual([['exit', 2, undefined]])
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toHaveLength(1)
  })

  it('is told no more after stopping; another, with the same function, still is', () => {
    const { onDrops, drops, told, call } = listen()
    const stop = onDrops.add(call)
    drops.count('exit', 1, undefined)
    onDrops.tell()
    stop()
    stop()
    drops.count('exit', 1, undefined)
    onDrops.tell()
    expect(told).toHaveLength(3)
  })

  it('may throw, and may lose more by logging it', async () => {
    const { onDrops, drops, told } = listen()
    onDrops.add(() => {
      throw new Error('its mistake')
    })
    onDrops.add((reason) => {
      if (reason === 'exit') drops.count('closed', 1, undefined)
    })
    drops.count('exit', 1, undefined)
    onDrops.tell()
    expect(told).toEqual([['exit', 1, undefined]])
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toEqual([
      ['exit', 1, undefined],
      ['closed', 1, undefined],
    ])
  })
})

// --- helpers ---

function listen() {
  const told: unknown[] = []
  const onDrops = new OnDrops()
  const call = (...loss: readonly unknown[]) => void told.push(loss)
  onDrops.add(call)
  return { onDrops, drops: new Drops(onDrops), told, call }
}
