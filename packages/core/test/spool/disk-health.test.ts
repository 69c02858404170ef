import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { Suspension } from '../../src/spool/disk-health'

describe('a disk', () => {
  it('is asked until something goes wrong', () => {
    const clock = new ManualClock()
    const suspension = new Suspension(clock)
    expect(suspension.timed(() => 'written')).toBe('written')
    expect(suspension.isOver).toBe(true)
  })

  it.each([
    ['ENOSPC', 30_000],
    ['EIO', 30_000],
    ['EROFS', 30_000],
    ['EMFILE', 1_000],
    ['ENFILE', 1_000],
  ])('that answers %s is asked again after %i ms', (code, restMs) => {
    const clock = new ManualClock()
    const suspension = new Suspension(clock)
    suspension.failed(Object.assign(new Error(code), { code }))
    clock.advance(restMs - 1)
    expect(suspension.isOver).toBe(false)
    clock.advance(1)
    expect(suspension.isOver).toBe(true)
  })

  it('is left alone after any error, whatever was thrown', () => {
    for (const error of [undefined, null, 'no', new Error('no code'), { code: 1 }]) {
      const suspension = new Suspension(new ManualClock())
      suspension.failed(error)
      expect(suspension.isOver).toBe(false)
    }
  })

  it.each<[readonly number[], boolean]>([
    [[100, 100], true],
    [[101], true],
    [[101, 5, 101], true],
    [[101, 101], false],
    [[1_001], false],
  ])('whose writes take %j ms is asked again at once: %s', (took, isAskedAgain) => {
    const clock = new ManualClock()
    const suspension = new Suspension(clock)
    for (const tookMs of took) suspension.timed(() => clock.advance(tookMs))
    expect(suspension.isOver).toBe(isAskedAgain)
    expect(suspension.isOverInHaste).toBe(true)
    clock.advance(30_000)
    expect(suspension.isOver).toBe(true)
  })

  it('that fails is not asked by those in haste either', () => {
    const clock = new ManualClock()
    const suspension = new Suspension(clock)
    suspension.timed(() => clock.advance(1_001))
    suspension.failed(new Error('no room'))
    expect(suspension.isOverInHaste).toBe(false)
  })

  it('is judged by time that passes, not by a clock that somebody sets', () => {
    const clock = new ManualClock()
    const suspension = new Suspension(clock)
    suspension.timed(() => clock.jump(3_600_000))
    expect(suspension.isOver).toBe(true)
    suspension.failed(new Error())
    clock.jump(3_600_000)
    expect(suspension.isOver).toBe(false)
  })
})
