import { describe, expect, it } from '@jest/globals'
import { SeverityLevel } from '../../src'
import type { TelemetryData } from '../../src/envelope/contracts'
import type { Envelope } from '../../src/envelope/envelope'
import { keepsAll, sample, samplingHash } from '../../src/intake/sampling'
import type { SamplingOptions } from '../../src/options/resolve'
import vectors from '../data/sampling-vectors.json'

const MAX_INT32 = 2_147_483_647

describe('the sampling hash', () => {
  it.each(Object.entries(vectors.hashes))('of %s is the one of the other SDKs', (operationId, hash) => {
    expect(samplingHash(operationId)).toBe(hash)
  })

  it.each(Object.entries(vectors.w3cScores))('of the trace %s gives the score of the other SDKs', (traceId, score) => {
    expect((samplingHash(traceId) / MAX_INT32) * 100).toBeCloseTo(score, 10)
  })

  it('of an empty id is 0, and of any other id from 0 to 2^31 - 1', () => {
    expect(samplingHash('')).toBe(0)
    for (let i = 0; i < 10_000; i++) {
      const hash = samplingHash(`operation ${i}`)
      expect(hash >= 0 && hash <= MAX_INT32).toBe(true)
    }
  })
})

/** A trace that scores 33.46 percent. */
const OPERATION = '4bf92f3577b34da6a3ce929d0e0e4736'

describe('an item', () => {
  it.each<[string, Partial<SamplingOptions>, Envelope, boolean, number | undefined]>([
    ['is kept without a rate at ratio 1', {}, trace(), true, undefined],
    ['is kept with a rate if its operation scores below the ratio', { ratio: 0.34 }, trace(), true, 34],
    ['is dropped if its operation scores above the ratio', { ratio: 0.33 }, trace(), false, undefined],
    ['is dropped at ratio 0', { ratio: 0 }, trace(), false, undefined],
    ['is kept without a rate if it is an error', { ratio: 0 }, trace(SeverityLevel.Error), true, undefined],
    ['is kept without a rate if it is critical', { ratio: 0 }, trace(SeverityLevel.Critical), true, undefined],
    [
      'follows the ratio of its severity',
      { bySeverity: { [SeverityLevel.Information]: 0 } },
      trace(),
      false,
      undefined,
    ],
    [
      'follows the ratio of its severity even if it is an error',
      { bySeverity: { [SeverityLevel.Error]: 0.5 } },
      trace(SeverityLevel.Error),
      true,
      50,
    ],
    ['follows the ratio of its kind', { byKind: { Message: 0 } }, trace(), false, undefined],
    [
      'follows the ratio of its severity before that of its kind',
      { byKind: { Message: 0 }, bySeverity: { [SeverityLevel.Information]: 1 } },
      trace(),
      true,
      undefined,
    ],
    ['is kept without a rate if it is a metric', { ratio: 0 }, metric(), true, undefined],
    ['keeps a rate that was set before', { ratio: 0 }, { ...trace(), sampleRate: 25 }, true, 25],
    ['is kept if a processor has set a rate of 100', { ratio: 0 }, { ...trace(), sampleRate: 100 }, true, 100],
  ])('%s', (_, options, envelope, isKept, sampleRate) => {
    expect(sample(envelope, { ratio: 1, byKind: {}, bySeverity: {}, ...options })).toBe(isKept)
    expect(envelope.sampleRate).toBe(sampleRate)
  })

  it('without an operation is sampled at random', () => {
    const options = { ratio: 0.5, byKind: {}, bySeverity: {} }
    const sampled = (random: number) => {
      const envelope: Envelope = { time: '', data: trace().data }
      return sample(envelope, options, () => random) && envelope.sampleRate
    }
    expect([sampled(0.49), sampled(0.5)]).toEqual([50, false])
  })
})

describe('keepsAll', () => {
  it.each<[string, Partial<SamplingOptions>, boolean]>([
    ['no ratio is below 1', {}, true],
    ['the ratio of another kind is below 1', { byKind: { Request: 0.5 } }, true],
    ['only the ratio of this kind is 1', { ratio: 0.5, byKind: { Message: 1 } }, true],
    ['the ratio of this kind is below 1', { byKind: { Message: 0.5 } }, false],
    ['the ratio is below 1', { ratio: 0.5 }, false],
    ['the ratio of a severity is below 1', { bySeverity: { [SeverityLevel.Error]: 0.5 } }, false],
  ])('decides by all ratios of the kind: %s', (_, options, isKept) => {
    expect(keepsAll('Message', { ratio: 1, byKind: {}, bySeverity: {}, ...options })).toBe(isKept)
  })
})

function trace(severityLevel: SeverityLevel = SeverityLevel.Information): Envelope {
  return enveloped({ baseType: 'MessageData', baseData: { message: 'x', severityLevel } })
}

function metric(): Envelope {
  return enveloped({ baseType: 'MetricData', baseData: { metrics: [{ name: 'm', kind: 0, value: 1 }] } })
}

function enveloped(data: TelemetryData): Envelope {
  return { time: '2026-01-02T03:04:05.678Z', tags: { 'ai.operation.id': OPERATION }, data }
}
