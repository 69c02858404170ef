import { describe, expect, it } from '@jest/globals'
import { CountTally, copyTally, LastValueTally, SumTally } from '../src/tally'

describe('LastValueTally', () => {
  it('keeps its value after a reset, without counting it as a change', () => {
    const tally = new LastValueTally()
    tally.add(5)
    tally.reset()
    expect([tally.read(), tally.isPersistent, tally.hasChanged]).toEqual([5, true, false])
  })

  it('counts only another value as a change when it is observed', () => {
    const tally = new LastValueTally()
    tally.add(5)
    tally.reset()
    tally.observe(5)
    expect(tally.hasChanged).toBe(false)
    tally.observe(6)
    expect(tally.hasChanged).toBe(true)
  })

  it('has no value after clear', () => {
    const tally = new LastValueTally()
    tally.add(5)
    tally.clear()
    expect([tally.read(), tally.isPersistent]).toEqual([undefined, false])
  })
})

describe.each([
  ['SumTally', () => new SumTally(), 7],
  ['CountTally', () => new CountTally(), 2],
])('%s', (_, make, expected) => {
  it('merges a later tally and starts again from 0', () => {
    const [tally, later] = [make(), make()]
    ;(tally as SumTally).add(3)
    ;(later as SumTally).add(4)
    const copy = copyTally(tally)
    copy.merge(later)
    expect(copy.read()).toBe(expected)
    copy.reset()
    expect([copy.read(), copy.hasChanged]).toEqual([0, false])
  })
})
