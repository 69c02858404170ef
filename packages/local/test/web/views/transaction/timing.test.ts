import { describe, expect, it } from '@jest/globals'
import { axisTicks, clockSkews, ownIntervals } from '../../../../web/src/views/transaction/timing'
import { buildTree } from '../../../../web/src/views/transaction/tree'
import { aLog, aRequest, aSpan, START_MS } from './a-transaction'

describe('ownIntervals', () => {
  it('are the times in which no child span ran', () => {
    const items = [
      aRequest('a', '', [0, 100]),
      aLog('l', 'a', 5),
      aSpan('b', 'a', [10, 40]),
      aSpan('c', 'a', [30, 60]),
      aSpan('d', 'a', [90, 120]),
    ]
    const own = ownIntervals(buildTree(items, '').roots[0]!)
    expect(own.map(({ startMs, endMs }) => [startMs - START_MS, endMs - START_MS])).toEqual([
      [0, 10],
      [60, 90],
    ])
  })

  it('are the whole span without children', () => {
    expect(ownIntervals(buildTree([aRequest('a', '', [0, 100])], '').roots[0]!)).toEqual([
      { startMs: START_MS, endMs: START_MS + 100 },
    ])
  })
})

describe('clockSkews', () => {
  const payments = { cloud_RoleName: 'payments' }

  it('names the role whose clock is ahead, and by how much', () => {
    const client = aSpan('client', '', [100, 200])
    expect(clockSkews(buildTree([client, aRequest('early', 'client', [80, 150], payments)], ''))).toEqual([
      { role: 'shop', behind: 'payments', skewMs: 20 },
    ])
    expect(clockSkews(buildTree([client, aRequest('late', 'client', [150, 230], payments)], ''))).toEqual([
      { role: 'payments', behind: 'shop', skewMs: 30 },
    ])
  })

  it('ignores differences up to 5 ms, and requests that go on after their answer', () => {
    const client = aSpan('client', '', [100, 200])
    expect(clockSkews(buildTree([client, aRequest('close', 'client', [95, 150], payments)], ''))).toEqual([])
    expect(clockSkews(buildTree([client, aRequest('long', 'client', [110, 900], payments)], ''))).toEqual([])
  })
})

it.each([
  [0, 1_920, 5, [0, 400, 800, 1_200, 1_600]],
  [0, 1, 4, [0, 0.4, 0.8]],
  [0, 100, 10, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]],
  [127, 940, 5, [200, 400, 600, 800]],
])('an axis from %d to %d ms with about %d steps has ticks at %j', (fromMs, toMs, maxCount, ticks) => {
  expect(axisTicks(fromMs, toMs, maxCount)).toEqual(ticks)
})
