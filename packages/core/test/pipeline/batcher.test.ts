import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { SeverityLevel } from '../../src/envelope/severity'
import { Batcher } from '../../src/pipeline/batcher'
import { BoundedQueue } from '../../src/pipeline/bounded-queue'
import { anItemOf } from '../builders'

function setup() {
  const clock = new ManualClock()
  const queue = new BoundedQueue(1_000_000)
  let calls = 0
  const batcher = new Batcher(queue, { maxBatchItems: 3, maxBatchBytes: 10_000, maxBatchAgeMs: 2_000 }, clock, () => {
    calls++
  })
  const arrive = (bytes = 500, severity: SeverityLevel = 1) => {
    const item = anItemOf(bytes, severity)
    queue.push(item)
    batcher.arrived(item)
  }
  return { clock, batcher, arrive, calls: () => calls }
}

describe('a batch is due', () => {
  it('when maxBatchItems items wait', () => {
    const { batcher, arrive, calls } = setup()
    arrive()
    arrive()
    expect([batcher.next(), calls()]).toEqual([undefined, 0])
    arrive()
    expect(calls()).toBe(1)
    expect(batcher.next()?.items).toHaveLength(3)
    expect(batcher.next()).toBeUndefined()
  })

  it('when maxBatchBytes bytes wait', () => {
    const { batcher, arrive } = setup()
    arrive(6_000)
    expect(batcher.next()).toBeUndefined()
    arrive(6_000)
    expect(batcher.next()?.items).toHaveLength(1)
  })

  it('when its oldest item has waited for maxBatchAgeMs', () => {
    const { clock, batcher, arrive, calls } = setup()
    arrive()
    clock.advance(1_500)
    arrive()
    clock.advance(499)
    expect([batcher.next(), calls()]).toEqual([undefined, 0])
    clock.advance(1)
    expect(calls()).toBe(1)
    expect(batcher.next()?.items).toHaveLength(2)
  })

  it('after 250 ms if it contains an error', () => {
    const { clock, batcher, arrive } = setup()
    arrive()
    clock.advance(1_000)
    arrive(500, 3)
    clock.advance(249)
    expect(batcher.next()).toBeUndefined()
    clock.advance(1)
    expect(batcher.next()?.items).toHaveLength(2)
  })

  it('not later because of an error', () => {
    const { clock, batcher, arrive } = setup()
    arrive()
    clock.advance(1_900)
    arrive(500, 3)
    clock.advance(100)
    expect(batcher.next()?.items).toHaveLength(2)
  })

  it('at a flush', () => {
    const { batcher, arrive } = setup()
    arrive()
    batcher.flush()
    expect(batcher.next()?.items).toHaveLength(1)
  })

  it('again at the next flush, for later items', () => {
    const { clock, batcher, arrive } = setup()
    arrive()
    clock.advance(2_000)
    batcher.next()
    arrive()
    expect(batcher.next()).toBeUndefined()
    clock.advance(2_000)
    expect(batcher.next()?.items).toHaveLength(1)
  })
})
