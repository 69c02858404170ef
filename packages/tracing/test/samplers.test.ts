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
  it('keeps the traces that other SDKs of Application Insights keep at the same share', () => {
    // 33.46 is the score of this trace id.
    expect(new ProbabilitySampler(0.33).decide(beginning)).toEqual({ isSampled: false, sampleRate: 0 })
    expect(new ProbabilitySampler(0.34).decide(beginning)).toEqual({ isSampled: true, sampleRate: 34 })
  })

  it('keeps about its share, all at 1, and none at 0', () => {
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

  it('does as the process before has done', () => {
    expect(new ProbabilitySampler(1).decide(remote(0)).isSampled).toBe(false)
    expect(new ProbabilitySampler(0).decide(remote(1, 'azmon=50'))).toEqual({ isSampled: true, sampleRate: 50 })
  })

  it('counts with the rate that came along, where the trace can have been kept at it, else with its own', () => {
    const rate = (ratio: number, state?: string) => new ProbabilitySampler(ratio).decide(remote(1, state)).sampleRate
    expect([rate(1, 'azmon=40'), rate(1, 'azmon=20'), rate(1, 'azmon=nonsense')]).toEqual([40, 100, 100])
    expect([rate(0.5), rate(0.5, 'azmon=0.000001'), rate(0.1)]).toEqual([50, 50, 0])
  })

  it('counts right what comes from a process that keeps everything, or the same share', () => {
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

  it.each([-0.1, 1.1, Number.NaN, '0.5' as never])('refuses a ratio of %p', (ratio) => {
    expect(() => new ProbabilitySampler(ratio)).toThrow(/^ratio must be a number from 0 to 1/)
  })
})

describe('the decision of a caller', () => {
  const unsampled = remote(0)
  const rated = remote(1, 'azmon=40')

  it.each<[string, Parameters<typeof chooseSampler>[0]]>([
    ['by default', {}],
    ['where everything is to be kept', { samplingRatio: 1 }],
    ['where callers do not decide', { sampler: new ProbabilitySampler(1), followCallers: false }],
  ])('neither hides nor multiplies anything %s', (_, choice) => {
    const kept = { isSampled: true, sampleRate: 100 }
    expect([unsampled, rated].map((beginning) => chooseSampler(choice).decide(beginning))).toEqual([kept, kept])
  })

  it('does not count beside a share of this process alone, either, where callers do not decide', () => {
    const alone = chooseSampler({ samplingRatio: 0.5, followCallers: false })
    const kept = { isSampled: true, sampleRate: 50 } // 33.46 is the score of this trace id
    expect([unsampled, rated].map((beginning) => alone.decide(beginning))).toEqual([kept, kept])
  })

  it.each<[string, Parameters<typeof chooseSampler>[0]]>([
    ['a sampler', { sampler: new ProbabilitySampler(1) }],
    ['a share', { samplingRatio: 0.5 }],
    ['callers that decide', { followCallers: true }],
  ])('counts where there is %s', (_, choice) => {
    expect([unsampled, rated].map((beginning) => chooseSampler(choice).decide(beginning))).toEqual([
      { isSampled: false, sampleRate: 0 },
      { isSampled: true, sampleRate: 40 },
    ])
  })

  it('is that of this process where the parent is not of another', () => {
    const local = { ...beginning, parent: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 0 } }
    expect(chooseSampler({}).decide(local).isSampled).toBe(false)
  })
})

it('AlwaysOn and AlwaysOff do not look at what the process before has done', () => {
  expect(new AlwaysOnSampler().decide()).toEqual({ isSampled: true, sampleRate: 100 })
  expect(new AlwaysOffSampler().decide()).toEqual({ isSampled: false, sampleRate: 0 })
})

describe('a rate-limited sampler', () => {
  /** Traces that begin so often for so long, seen from the tenth second on. */
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

  it('keeps about its rate of more than that, and each stands for so many that the sum is right', () => {
    const { keptPerSecond, countedPerSecond } = share(20, 400)
    expect(Math.abs(keptPerSecond - 20)).toBeLessThan(4)
    expect(Math.abs(countedPerSecond - 400)).toBeLessThan(80)
  })

  it.each([0, -1, Number.NaN])('refuses a rate of %p', (rate) => {
    expect(() => new RateLimitedSampler(rate)).toThrow(/^perSecond must be a number above 0/)
  })
})
