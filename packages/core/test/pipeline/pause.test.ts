import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { Pause } from '../../src/pipeline/pause'

function aPause() {
  const clock = new ManualClock()
  const ends: number[] = []
  const pause = new Pause(clock, () => ends.push(clock.monotonicMs()))
  return { clock, ends, pause }
}

describe('a pause', () => {
  it('ends after the longest of the delays it was given', () => {
    const { clock, ends, pause } = aPause()
    pause.lastsAtLeast(1_000)
    pause.lastsAtLeast(3_000)
    pause.lastsAtLeast(2_000)
    clock.advance(2_999)
    expect(ends).toEqual([])
    clock.advance(1)
    expect(ends).toHaveLength(1)
  })

  it('can be ended early, and does not end twice', () => {
    const { clock, ends, pause } = aPause()
    pause.lastsAtLeast(1_000)
    pause.end()
    clock.advance(1_000)
    expect(ends).toHaveLength(1)
  })
})
