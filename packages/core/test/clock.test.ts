import { describe, expect, it, jest } from '@jest/globals'
import { isoTime, nextTurn, systemClock } from '../src/clock'

describe('the clock of the system', () => {
  it('has the time of day', () => {
    const beforeMs = Date.now()
    const epochMs = systemClock.epochMs()
    expect(epochMs).toBeGreaterThanOrEqual(beforeMs)
    expect(epochMs).toBeLessThanOrEqual(Date.now())
  })

  it('calls back after the delay', async () => {
    const startedMs = systemClock.monotonicMs()
    await new Promise<void>((resolve) => systemClock.after(20, resolve, 'keeps-alive'))
    expect(systemClock.monotonicMs() - startedMs).toBeGreaterThan(18)
  })

  it('does not call back after the timer was cancelled', async () => {
    const called: string[] = []
    systemClock.after(1, () => called.push('cancelled')).cancel()
    await new Promise<void>((resolve) => systemClock.after(5, resolve, 'keeps-alive'))
    expect(called).toEqual([])
  })

  it('calls back even if the application replaces the timers', async () => {
    jest.useFakeTimers()
    try {
      await new Promise<void>((resolve) => systemClock.after(1, resolve, 'keeps-alive'))
      await new Promise<void>(nextTurn)
    } finally {
      jest.useRealTimers()
    }
  })
})

describe('the time in ISO-8601', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_772_625_600_123.9, '2026-03-04T12:00:00.123Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [8.64e15, '+275760-09-13T00:00:00.000Z'],
  ])('of %d is %s', (epochMs, text) => {
    expect([isoTime(epochMs), isoTime(epochMs)]).toEqual([text, text])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.65e15])('of %d is now', (epochMs) => {
    const beforeMs = Date.now()
    const timeMs = Date.parse(isoTime(epochMs))
    expect(timeMs).toBeGreaterThanOrEqual(beforeMs)
    expect(timeMs).toBeLessThanOrEqual(Date.now())
  })
})
