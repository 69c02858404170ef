import { describe, expect, it } from '@jest/globals'
import { createTraceState } from '@opentelemetry/api'
import { AlwaysOffSampler, AlwaysOnSampler, chooseSampler, ProbabilitySampler, RateLimitedSampler } from '../src'
import { newTraceId } from '../src/ids'
import { SPAN_ID, TRACE_ID } from './builders'

const beginning = { traceId: TRACE_ID, parent: undefined, spanName: 'place order' }
const remote = (traceFlags: number, state?: string) => ({
  ...beginning,
  parent: {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    traceFlags,
    isRemote: true,
    ...(state === undefined ? {} : { traceState: createTraceState(state) }),
  },
})

describe('a probability sampler', () => {
  it('keeps the same traces as other Application Insights SDKs at the same ratio', () => {
    // 33.46 is the score of this trace id.
    expect(new ProbabilitySampler(0.33).decide(beginning)).toEqual({ isSampled: false, sampleRate: 0 })
    expect(new ProbabilitySampler(0.34).decide(beginning)).toEqual({ isSampled: true, sampleRate: 34 })
  })

  it('keeps about its ratio of all traces, all of them at 1 and none at 0', () => {
    const kept = (ratio: number) => {
      const sampler = new ProbabilitySampler(ratio)
      return Array.from({ length: 2_000 }, newTraceId).filter(
        (traceId) => sampler.decide({ ...beginning, traceId }).isSampled,
      ).length
    }
    expect(kept(1)).toBe(2_000)
    expect(kept(0)).toBe(0)
    expect(kept(0.25)).toBeGreaterThan(400)
    expect(kept(0.25)).toBeLessThan(600)
  })

  it('follows the decision of a caller', () => {
    expect(new ProbabilitySampler(1).decide(remote(0)).isSampled).toBe(false)
    expect(new ProbabilitySampler(0).decide(remote(1, 'azmon=50'))).toEqual({ isSampled: true, sampleRate: 50 })
  })

  it("uses the caller's rate if the trace can have been kept at it, else its own", () => {
    const rate = (ratio: number, state?: string) => new ProbabilitySampler(ratio).decide(remote(1, state)).sampleRate
    expect([rate(1, 'azmon=40'), rate(1, 'azmon=20'), rate(1, 'azmon=nonsense')]).toEqual([40, 100, 100])
    expect([rate(0.5), rate(0.5, 'azmon=0.000001'), rate(0.1)]).toEqual([50, 50, 0])
  })

  it('sets the right rate if the caller keeps everything or the same ratio', () => {
    const sampler = new ProbabilitySampler(0.25)
    const traceIds = Array.from({ length: 8_000 }, newTraceId)
    const count = (ids: readonly string[]) =>
      ids
        .map((traceId) => sampler.decide({ ...remote(1), traceId }))
        .reduce((sum, { isSampled, sampleRate }) => sum + (isSampled ? 100 / sampleRate : 0), 0)
    expect(Math.abs(count(traceIds) - 8_000)).toBeLessThan(800)
    const alike = traceIds.filter((traceId) => new ProbabilitySampler(0.25).decide({ ...beginning, traceId }).isSampled)
    expect(count(alike)).toBe(alike.length * 4)
  })

  it.each([-0.1, 1.1, Number.NaN, '0.5' as never])('rejects a ratio of %p', (ratio) => {
    expect(() => new ProbabilitySampler(ratio)).toThrow(/^ratio must be a number from 0 to 1/)
  })
})

describe("a caller's decision", () => {
  const unsampled = remote(0)
  const rated = remote(1, 'azmon=40')

  it.each<[string, Parameters<typeof chooseSampler>[0]]>([
    ['by default', {}],
    ['with a samplingRatio of 1', { samplingRatio: 1 }],
    ['with followCallers: false', { sampler: new ProbabilitySampler(1), followCallers: false }],
  ])('is ignored %s', (_, choice) => {
    const kept = { isSampled: true, sampleRate: 100 }
    expect([unsampled, rated].map((beginning) => chooseSampler(choice).decide(beginning))).toEqual([kept, kept])
  })

  it('is ignored with a samplingRatio below 1 and followCallers: false', () => {
    const alone = chooseSampler({ samplingRatio: 0.5, followCallers: false })
    const kept = { isSampled: true, sampleRate: 50 } // 33.46 is the score of this trace id
    expect([unsampled, rated].map((beginning) => alone.decide(beginning))).toEqual([kept, kept])
  })

  it.each<[string, Parameters<typeof chooseSampler>[0]]>([
    ['a sampler', { sampler: new ProbabilitySampler(1) }],
    ['a samplingRatio below 1', { samplingRatio: 0.5 }],
    ['followCallers: true', { followCallers: true }],
  ])('is followed with %s', (_, choice) => {
    expect([unsampled, rated].map((beginning) => chooseSampler(choice).decide(beginning))).toEqual([
      { isSampled: false, sampleRate: 0 },
      { isSampled: true, sampleRate: 40 },
    ])
  })

  it('is not taken from a local parent', () => {
    const local = { ...beginning, parent: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 0 } }
    expect(chooseSampler({}).decide(local).isSampled).toBe(false)
  })
})

it('AlwaysOnSampler and AlwaysOffSampler ignore the caller', () => {
  expect(new AlwaysOnSampler().decide()).toEqual({ isSampled: true, sampleRate: 100 })
  expect(new AlwaysOffSampler().decide()).toEqual({ isSampled: false, sampleRate: 0 })
})

describe('a rate-limited sampler', () => {
  /** What is kept and counted per second of traces that begin at this frequency, from the tenth second on. */
  function share(perSecond: number, arrivals: number) {
    let nowMs = 0
    const sampler = new RateLimitedSampler(perSecond, () => nowMs)
    const decisions = Array.from({ length: arrivals * 40 }, () => {
      nowMs += 1_000 / arrivals
      return { nowMs, ...sampler.decide({ ...beginning, traceId: newTraceId() }) }
    }).filter((decision) => decision.nowMs > 10_000)
    const kept = decisions.filter(({ isSampled }) => isSampled)
    const counted = kept.reduce((sum, { sampleRate }) => sum + 100 / sampleRate, 0)
    return { keptPerSecond: kept.length / 30, countedPerSecond: counted / 30 }
  }

  it('keeps everything below its rate', () => {
    const { keptPerSecond, countedPerSecond } = share(50, 10)
    expect(keptPerSecond).toBeCloseTo(10)
    expect(countedPerSecond).toBeCloseTo(10)
  })

  it('keeps about its rate of a higher frequency and counts all traces correctly', () => {
    const { keptPerSecond, countedPerSecond } = share(20, 400)
    expect(Math.abs(keptPerSecond - 20)).toBeLessThan(4)
    expect(Math.abs(countedPerSecond - 400)).toBeLessThan(80)
  })

  it.each([0, -1, Number.NaN])('rejects a rate of %p', (rate) => {
    expect(() => new RateLimitedSampler(rate)).toThrow(/^perSecond must be a number above 0/)
  })
})
