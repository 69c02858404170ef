import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { Clock } from '../../src/clock'
import { withinLimit } from '../../src/pipeline/time-limit'

describe('work within a time limit', () => {
  it('resolves with true when it is done in time', async () => {
    expect(await withinLimit(new ManualClock(), 1_000, Promise.resolve())).toBe(true)
  })

  it('resolves with false at the limit', async () => {
    const clock = new ManualClock()
    const result = withinLimit(clock, 1_000, new Promise(() => {}))
    clock.advance(1_000)
    expect(await result).toBe(false)
  })

  it('rejects as the work does', async () => {
    await expect(withinLimit(new ManualClock(), 1_000, Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  })

  it.each([undefined, 'keeps-alive'] as const)('keeps the process alive only if asked to: %s', async (keepsAlive) => {
    const asked: unknown[] = []
    const clock: Clock = {
      monotonicMs: () => 0,
      epochMs: () => 0,
      after(_, __, keeps) {
        asked.push(keeps)
        return { cancel: () => asked.push('cancelled') }
      },
    }
    await withinLimit(clock, 1_000, Promise.resolve(), keepsAlive)
    expect(asked).toEqual([keepsAlive, 'cancelled'])
  })
})
