import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { DiskHealth } from '../../src/spool/disk-health'

describe('a disk', () => {
  it('is used until something fails', () => {
    const clock = new ManualClock()
    const health = new DiskHealth(clock)
    expect(health.timed(() => 'written')).toBe('written')
    expect(health.isUsable).toBe(true)
  })

  it.each([
    ['ENOSPC', 30_000],
    ['EIO', 30_000],
    ['EROFS', 30_000],
    ['EMFILE', 1_000],
    ['ENFILE', 1_000],
  ])('that fails with %s is used again after %i ms', (code, restMs) => {
    const clock = new ManualClock()
    const health = new DiskHealth(clock)
    health.failed(Object.assign(new Error(code), { code }))
    clock.advance(restMs - 1)
    expect(health.isUsable).toBe(false)
    clock.advance(1)
    expect(health.isUsable).toBe(true)
  })

  it('is not used after any error, whatever was thrown', () => {
    for (const error of [undefined, null, 'no', new Error('no code'), { code: 1 }]) {
      const health = new DiskHealth(new ManualClock())
      health.failed(error)
      expect(health.isUsable).toBe(false)
    }
  })

  it.each<[readonly number[], boolean]>([
    [[100, 100], true],
    [[101], true],
    [[101, 5, 101], true],
    [[101, 101], false],
    [[1_001], false],
  ])('whose writes take %j ms is used again at once: %s', (took, isAskedAgain) => {
    const clock = new ManualClock()
    const health = new DiskHealth(clock)
    for (const tookMs of took) health.timed(() => clock.advance(tookMs))
    expect(health.isUsable).toBe(isAskedAgain)
    expect(health.isUsableForUrgent).toBe(true)
    clock.advance(30_000)
    expect(health.isUsable).toBe(true)
  })

  it('that fails is not used for urgent writes either', () => {
    const clock = new ManualClock()
    const health = new DiskHealth(clock)
    health.timed(() => clock.advance(1_001))
    health.failed(new Error('no room'))
    expect(health.isUsableForUrgent).toBe(false)
  })

  it('is measured with the monotonic clock', () => {
    const clock = new ManualClock()
    const health = new DiskHealth(clock)
    health.timed(() => clock.jump(3_600_000))
    expect(health.isUsable).toBe(true)
    health.failed(new Error())
    clock.jump(3_600_000)
    expect(health.isUsable).toBe(false)
  })
})
