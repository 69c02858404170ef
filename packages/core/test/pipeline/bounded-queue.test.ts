import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { SeverityLevel } from '../../src/envelope/severity'
import type { SerializedEnvelope } from '../../src/item/item'
import { BoundedQueue } from '../../src/pipeline/bounded-queue'
import { anItem, anItemOf, messagesOf } from '../builders'

const EVERYTHING = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const

describe('a queue', () => {
  it('returns items in the order of arrival, whatever their severity', () => {
    const queue = new BoundedQueue(100_000)
    for (const [message, severity] of [
      ['a', 1],
      ['b', 3],
      ['c', 0],
      ['d', 4],
      ['e', 2],
    ] as const) {
      queue.push(anItem(message, severity))
    }
    expect(messagesOf(queue.take(...EVERYTHING))).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect([queue.items, queue.bytes, queue.oldest]).toEqual([0, 0, undefined])
  })

  it('returns items within both limits, but at least one', () => {
    const queue = new BoundedQueue(100_000)
    for (let i = 0; i < 6; i++) queue.push(anItemOf(1_000))
    expect(queue.take(2, 100_000)).toHaveLength(2)
    expect(queue.take(10, 2_500)).toHaveLength(2)
    expect(queue.take(10, 10)).toHaveLength(1)
    expect(queue.items).toBe(1)
  })

  it('makes room for errors by dropping verbose items first, oldest first', () => {
    const queue = new BoundedQueue(4_000)
    const chatter = [anItemOf(1_000, 0), anItemOf(1_000, 0)]
    const news = anItemOf(1_000, 1)
    for (const item of [news, ...chatter]) queue.push(item)
    const lost = [1, 2, 3, 4].flatMap(() => pushOrLose(queue, anItemOf(1_000, 3)))
    expect(lost).toEqual([...chatter, news])
  })

  it('drops a new item that is less severe than all others', () => {
    const queue = new BoundedQueue(4_000)
    for (let i = 0; i < 4; i++) queue.push(anItemOf(1_000, 4))
    const verbose = anItemOf(1_000, 0)
    expect(pushOrLose(queue, verbose)).toEqual([verbose])
  })

  it('reserves an eighth of itself for errors', () => {
    const queue = new BoundedQueue(8_000)
    for (let i = 0; i < 100; i++) pushOrLose(queue, anItemOf(1_000, 2))
    expect(queue.bytes).toBe(7_000)
    expect(pushOrLose(queue, anItemOf(1_000, 3))).toEqual([])
    expect(queue.bytes).toBe(8_000)
  })

  it('returns the most severe items first if asked to', () => {
    const queue = new BoundedQueue(100_000)
    for (const severity of [0, 3, 1, 4, 2] as const) queue.push(anItem(`${severity}`, severity))
    expect(messagesOf(queue.takeMostSevere(3, 100_000))).toEqual(['3', '4', '2'])
    expect(messagesOf(queue.takeMostSevere(...EVERYTHING))).toEqual(['1', '0'])
    expect(queue.items).toBe(0)
  })

  it('puts returned items at its front', () => {
    const queue = new BoundedQueue(100_000)
    for (const message of ['a', 'b', 'c']) queue.push(anItem(message))
    const taken = queue.take(2, 100_000)
    queue.push(anItem('d'))
    queue.putBack(taken)
    expect(messagesOf(queue.take(...EVERYTHING))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('drops returned items if there is no room for them', () => {
    const queue = new BoundedQueue(8_000)
    const old = anItemOf(1_000, 1)
    for (let i = 0; i < 7; i++) queue.push(anItemOf(1_000, 1))
    queue.putBack([old])
    expect(queue.makeRoom()).toEqual([old])
  })

  it('accounts for every item and never exceeds its limit', () => {
    const severity = fc.constantFrom<SeverityLevel>(0, 1, 2, 3, 4)
    const push = fc.record({
      kind: fc.constant('push' as const),
      severity,
      bytes: fc.integer({ min: 300, max: 3_000 }),
    })
    const take = fc.record({ kind: fc.constant('take' as const), items: fc.integer({ min: 1, max: 20 }) })
    const putBack = fc.constant({ kind: 'put-back' as const })
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 5, arbitrary: push }, take, putBack), { maxLength: 200 }), (steps) => {
        const queue = new BoundedQueue(20_000)
        const pushed = new Set<number>()
        const gone = new Set<number>()
        let taken = queue.take(1, 1)
        for (const step of steps) {
          if (step.kind === 'push') {
            const item = anItemOf(step.bytes, step.severity)
            const lostItems = pushOrLose(queue, item)
            pushed.add(item.sequence)
            for (const lost of lostItems) gone.add(lost.sequence)
          } else if (step.kind === 'take') {
            for (const item of taken) gone.add(item.sequence)
            taken = queue.take(step.items, 10_000)
          } else {
            queue.putBack(taken)
            for (const lost of queue.makeRoom()) gone.add(lost.sequence)
            taken = []
          }
          expect(queue.bytes).toBeLessThanOrEqual(20_000)
        }
        const left = [...taken, ...queue.take(...EVERYTHING)].map((item) => item.sequence)
        expect(new Set([...gone, ...left])).toEqual(pushed)
        expect(gone.size + left.length).toBe(pushed.size)
        expect(queue.bytes).toBe(0)
      }),
    )
  })
})

/** The items that were dropped for the new one, which may be the new one itself. */
function pushOrLose(queue: BoundedQueue, item: SerializedEnvelope): readonly SerializedEnvelope[] {
  queue.push(item)
  return queue.makeRoom()
}
