import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { advance, inSlices, soon, type Work } from '../../src/spool/slices'

function* steps(count: number, step: () => void): Work {
  for (let i = 0; i < count; i++) {
    step()
    yield
  }
}

describe('work in slices', () => {
  it('stops after two milliseconds, and later continues from there', () => {
    const clock = new ManualClock()
    let done = 0
    const work = steps(5, () => {
      done++
      clock.advance(1)
    })
    expect([advance(work, clock), done]).toEqual([false, 2])
    expect([advance(work, clock), done]).toEqual([false, 4])
    expect([advance(work, clock), done]).toEqual([true, 5])
  })

  it('does the first slice at once, and the others in later turns', async () => {
    const clock = new ManualClock()
    let done = 0
    const work = inSlices(
      steps(5, () => {
        done++
        clock.advance(1)
      }),
      clock,
    )
    expect(done).toBe(2)
    await work
    expect(done).toBe(5)
  })

  it('rejects with the error that the work throws', async () => {
    const work = steps(1, () => {
      throw new Error('failed')
    })
    await expect(inSlices(work, new ManualClock())).rejects.toThrow('failed')
  })
})

it('calls back in a later turn, unless it is cancelled', async () => {
  const calls: string[] = []
  soon(() => calls.push('cancelled')).cancel()
  await new Promise<void>((resolve) => soon(resolve))
  expect(calls).toEqual([])
})
