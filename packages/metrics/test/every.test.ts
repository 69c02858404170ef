import type { Clock } from '@azmon/core/adapter'
import { ManualClock } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { every } from '../src/every'

/** A clock whose timers fire late, like those of a busy process. */
function lateClock(clock: ManualClock, lateMs: () => number): Clock {
  return {
    monotonicMs: () => clock.monotonicMs(),
    epochMs: () => clock.epochMs(),
    after: (delayMs, callback) => clock.after(delayMs + lateMs(), callback),
  }
}

function ticks(lateMs: () => number, forMs: number): readonly number[] {
  const clock = new ManualClock()
  const at: number[] = []
  every(1_000, lateClock(clock, lateMs), () => at.push(clock.monotonicMs()))
  clock.advance(forMs)
  return at
}

it('ticks when it is due', () => {
  expect(ticks(() => 0, 3_999)).toEqual([1_000, 2_000, 3_000])
})

it('does not drift', () => {
  expect(ticks(() => 300, 4_999)).toEqual([1_300, 2_300, 3_300, 4_300])
})

it('skips ticks that passed while the process was asleep', () => {
  const delays = [2_500, 0, 0]
  expect(ticks(() => delays.shift() ?? 0, 5_999)).toEqual([3_500, 4_000, 5_000])
})

it('does not tick twice if a timer fires early', () => {
  const delays = [-1, 0]
  expect(ticks(() => delays.shift() ?? 0, 2_500)).toEqual([999, 2_000])
})

it('stops when the returned function is called', () => {
  const clock = new ManualClock()
  let ticked = 0
  const stop = every(1_000, clock, () => ticked++)
  clock.advance(1_000)
  stop()
  clock.advance(5_000)
  expect(ticked).toBe(1)
})
