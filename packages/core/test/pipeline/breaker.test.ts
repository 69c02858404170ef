import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { Trouble } from '../../src/ingestion/breeze-response'
import { Breaker } from '../../src/pipeline/breaker'

const MINUTE_MS = 60_000

/** With a minRetryDelayMs of 0 there is no back-off. */
function setup(minRetryDelayMs = 0) {
  const clock = new ManualClock()
  let ready = 0
  const breaker = new Breaker(clock, minRetryDelayMs, () => {
    ready++
  })
  return { clock, breaker, ready: () => ready }
}

function trouble(kind: Trouble['kind'], retryAfterMs?: number): Trouble {
  return { kind, reason: 'scripted', retryAfterMs }
}

function fail({ clock, breaker }: ReturnType<typeof setup>, times: number): void {
  for (let i = 0; i < times; i++) {
    breaker.failed(trouble('retryable'))
    clock.advance(0)
  }
}

describe('a closed breaker', () => {
  it('allows a little more with each success, up to four concurrent requests', () => {
    const { breaker } = setup()
    const allowed = Array.from({ length: 12 }, () => {
      breaker.succeeded()
      return breaker.allowed
    })
    expect(allowed).toEqual([2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4])
  })

  it('allows half after a failure, and never less than one', () => {
    const parts = setup()
    for (let i = 0; i < 8; i++) parts.breaker.succeeded()
    fail(parts, 1)
    expect(parts.breaker.allowed).toBe(2)
    fail(parts, 3)
    expect([parts.breaker.allowed, parts.breaker.state]).toEqual([1, 'closed'])
  })

  it('allows no request for as long as a failure asks, and calls back when that is over', () => {
    const { breaker, clock, ready } = setup()
    breaker.failed(trouble('retryable', 7_000))
    clock.advance(6_999)
    expect([breaker.allowed, breaker.state, ready()]).toEqual([0, 'closed', 0])
    clock.advance(1)
    expect([breaker.allowed, ready()]).toEqual([1, 1])
  })

  it('keeps the longest of the pauses that responses asked for', () => {
    const { breaker, clock } = setup()
    breaker.failed(trouble('retryable', 9_000))
    breaker.failed(trouble('retryable', 1_000))
    clock.advance(8_999)
    expect(breaker.allowed).toBe(0)
  })

  it('opens at the fifth consecutive failure', () => {
    const parts = setup()
    fail(parts, 4)
    expect(parts.breaker.state).toBe('closed')
    parts.breaker.failed(trouble('retryable'))
    expect(parts.breaker.state).toBe('open')
  })

  it('counts concurrent failures as one', () => {
    const { breaker, clock } = setup(500)
    for (let i = 0; i < 8; i++) breaker.failed(trouble('retryable'))
    expect(breaker.state).toBe('closed')
    clock.advance(500)
    expect(breaker.allowed).toBe(1)
  })

  it('does not open if a request succeeded in between', () => {
    const parts = setup()
    fail(parts, 4)
    parts.breaker.succeeded()
    fail(parts, 4)
    expect(parts.breaker.state).toBe('closed')
  })

  it.each<[Trouble['kind'], number | undefined, number]>([
    ['throttled', 30_000, 30_000],
    ['quota', undefined, 60 * MINUTE_MS],
    ['quota', 30_000, 30_000],
    ['denied', undefined, 5 * MINUTE_MS],
    ['misconfigured', undefined, 5 * MINUTE_MS],
  ])('opens at once when it is %s (Retry-After %p) and probes after %i ms', (kind, retryAfterMs, pauseMs) => {
    const { breaker, clock } = setup()
    breaker.failed(trouble(kind, retryAfterMs))
    clock.advance(pauseMs - 1)
    expect([breaker.state, breaker.allowed]).toEqual(['open', 0])
    clock.advance(1)
    expect([breaker.state, breaker.allowed]).toEqual(['half-open', 1])
  })
})

describe('an open breaker', () => {
  it('is not closed by a request that started before the trouble', () => {
    const { breaker } = setup()
    breaker.failed(trouble('quota'))
    breaker.succeeded()
    expect([breaker.state, breaker.allowed]).toEqual(['open', 0])
  })

  it('probes at once if its pause is ended', () => {
    const { breaker, ready } = setup()
    breaker.failed(trouble('quota'))
    breaker.endPause()
    expect([breaker.state, breaker.allowed, ready()]).toEqual(['half-open', 1, 1])
  })
})

describe('a half-open breaker', () => {
  it('closes when the probe succeeds', () => {
    const { breaker, clock } = setup()
    breaker.failed(trouble('quota'))
    clock.advance(60 * MINUTE_MS)
    breaker.succeeded()
    expect([breaker.state, breaker.allowed]).toEqual(['closed', 1])
  })

  it('opens again when the probe fails, whatever the failure', () => {
    const { breaker, clock } = setup(1)
    breaker.failed(trouble('quota'))
    clock.advance(60 * MINUTE_MS)
    breaker.failed(trouble('retryable'))
    expect([breaker.state, breaker.allowed]).toEqual(['open', 0])
  })
})
