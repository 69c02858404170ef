import { expect, it } from '@jest/globals'
import { ManualClock } from '../src/manual-clock'

it('calls timers in the order of their times, also those that timers start', () => {
  const clock = new ManualClock()
  const calls: string[] = []
  const call = (name: string) => () => void calls.push(`${name} at ${clock.monotonicMs()}`)
  clock.after(20, call('b'))
  clock.after(10, () => {
    call('a')()
    clock.after(5, call('nested'))
  })
  clock.after(15, call('cancelled')).cancel()
  clock.after(40, call('late'))
  clock.advance(30)
  expect(calls).toEqual(['a at 10', 'nested at 15', 'b at 20'])
  expect(clock.monotonicMs()).toBe(30)
})

it('moves the wall clock alone by a jump, and both clocks by an advance', () => {
  const clock = new ManualClock()
  const beginMs = clock.epochMs()
  expect(new Date(beginMs).toISOString()).toBe('2026-01-02T00:00:00.000Z')
  clock.jump(-3_600_000)
  clock.advance(1_000)
  expect(clock.epochMs()).toBe(beginMs - 3_599_000)
  expect(clock.monotonicMs()).toBe(1_000)
})
