import { describe, expect, it } from '@jest/globals'
import { Drops, OnDrops } from '../../src/diagnostics/drops'
import { anItem } from '../builders'

describe('Drops', () => {
  it('counts dropped items by reason and by severity', () => {
    const drops = new Drops(new OnDrops())
    drops.add('queue-full', [anItem('a', 1), anItem('b', 3), anItem('c', 3)])
    drops.count('exit', 5, undefined)
    expect(drops.total).toBe(8)
    expect(drops.byReason).toEqual({ 'queue-full': 3, exit: 5 })
    expect(drops.bySeverity).toEqual({ 1: 1, 3: 2, none: 5 })
  })

  it('returns copies, so that a caller cannot change the counts', () => {
    const drops = new Drops(new OnDrops())
    drops.count('exit', 1, undefined)
    Object.assign(drops.byReason, { exit: 100 })
    expect(drops.byReason).toEqual({ exit: 1 })
  })
})

describe('OnDrops', () => {
  it('reports sums in a later turn', async () => {
    const { drops, reported } = listen()
    for (let i = 0; i < 1_000; i++) drops.count('queue-full', 1, 1)
    drops.count('queue-full', 1, 3)
    drops.count('exit', 2, undefined)
    expect(reported).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
    expect(reported).toEqual([
      ['queue-full', 1_000, 1],
      ['queue-full', 1, 3],
      ['exit', 2, undefined],
    ])
  })

  it('reports at once on request, and each drop only once', async () => {
    const { drops, onDrops, reported } = listen()
    drops.count('exit', 2, undefined)
    onDrops.report()
    expect(reported).toEqual([['exit', 2, undefined]])
    await new Promise((resolve) => setImmediate(resolve))
    expect(reported).toHaveLength(1)
  })

  it('stops one registration without stopping another of the same function', () => {
    const { onDrops, drops, reported, call } = listen()
    const stop = onDrops.add(call)
    drops.count('exit', 1, undefined)
    onDrops.report()
    stop()
    stop()
    drops.count('exit', 1, undefined)
    onDrops.report()
    expect(reported).toHaveLength(3)
  })

  it('tolerates a callback that throws and a callback that causes more drops', async () => {
    const { onDrops, drops, reported } = listen()
    onDrops.add(() => {
      throw new Error('its mistake')
    })
    onDrops.add((reason) => {
      if (reason === 'exit') drops.count('closed', 1, undefined)
    })
    drops.count('exit', 1, undefined)
    onDrops.report()
    expect(reported).toEqual([['exit', 1, undefined]])
    await new Promise((resolve) => setImmediate(resolve))
    expect(reported).toEqual([
      ['exit', 1, undefined],
      ['closed', 1, undefined],
    ])
  })
})

// --- helpers ---

function listen() {
  const reported: unknown[] = []
  const onDrops = new OnDrops()
  const call = (...drop: readonly unknown[]) => void reported.push(drop)
  onDrops.add(call)
  return { onDrops, drops: new Drops(onDrops), reported, call }
}
