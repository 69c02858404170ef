import { ConfigurationError } from '@azmon/core'
import { type SamplingDecision, samplingHash, warnOnce } from '@azmon/core/adapter'
import { isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api'
import { callerRate } from './trace-state-rate'

/** The start of a trace in this process. The decision applies to all spans and logs of the trace in this process. */
export interface TraceBeginning {
  readonly traceId: string
  /** The span of the calling process. Undefined if there is no caller or it deferred the decision. */
  readonly parent: SpanContext | undefined
  readonly spanName: string
}

export interface Sampler {
  decide(beginning: TraceBeginning): SamplingDecision
}

export const KEPT: SamplingDecision = { isSampled: true, sampleRate: 100 }
const NOT_SAMPLED: SamplingDecision = { isSampled: false, sampleRate: 0 }

export interface SamplingChoice {
  readonly sampler?: Sampler | undefined
  /** A number from 0 to 1. */
  readonly samplingRatio?: number | undefined
  readonly followCallers?: boolean | undefined
}

/**
 * Returns the sampler for these options. Anyone can send headers, so a caller's decision counts only if the application
 * samples itself or sets `followCallers`.
 */
export function chooseSampler({ sampler, samplingRatio = 1, followCallers }: SamplingChoice): Sampler {
  const own = sampler ?? new ProbabilitySampler(samplingRatio)
  if (followCallers ?? (sampler !== undefined || samplingRatio < 1)) return own
  return withoutCallers(own, followCallers === undefined ? warnOfUnsampledCaller : undefined)
}

/** Returns a sampler that ignores callers' decisions. `onUnsampled` is called for each trace that the caller did not sample. */
export function withoutCallers(sampler: Sampler, onUnsampled: () => void = () => {}): Sampler {
  return {
    decide: (beginning) => {
      const { parent } = beginning
      if (parent?.isRemote !== true) return sampler.decide(beginning)
      if ((parent.traceFlags & TraceFlags.SAMPLED) === 0) onUnsampled()
      return sampler.decide({ ...beginning, parent: undefined })
    },
  }
}

/** Warns because a trace from an unsampled caller looks complete here, but has no rows from the caller. */
function warnOfUnsampledCaller(): void {
  warnOnce(
    'unsampled caller',
    "A caller's traceparent header says that its trace is not sampled. It is kept here, because no sampling is configured. " +
      'Set followCallers: true to drop traces that callers do not sample, or false to keep them without this warning.',
  )
}

/** Keeps every trace, regardless of the caller's decision. */
export class AlwaysOnSampler implements Sampler {
  decide(): SamplingDecision {
    return KEPT
  }
}

/** Keeps no trace, regardless of the caller's decision. */
export class AlwaysOffSampler implements Sampler {
  decide(): SamplingDecision {
    return NOT_SAMPLED
  }
}

/**
 * Keeps a fraction of all traces, chosen by the trace-id hash that all Application Insights SDKs use, so that services with the
 * same ratio keep the same traces. Drops traces that the caller did not sample. If the caller sends a rate, uses that rate.
 */
export class ProbabilitySampler implements Sampler {
  readonly #ratio: number

  /**
   * @param ratio a number from 0 to 1
   * @throws ConfigurationError if it is anything else
   */
  constructor(ratio: number) {
    if (typeof ratio !== 'number' || !(ratio >= 0 && ratio <= 1)) {
      throw new ConfigurationError(
        'ratio',
        `ratio must be a number from 0 to 1, got ${String(ratio)}. Use 0.25 to keep a quarter of all traces.`,
      )
    }
    this.#ratio = ratio
  }

  decide({ traceId, parent }: TraceBeginning): SamplingDecision {
    return follow(parent, traceId, this.#ratio) ?? decideByHash(traceId, this.#ratio)
  }
}

/** Keeps about `perSecond` of the traces that begin here each second. Follows the caller's decision for all others. */
export class RateLimitedSampler implements Sampler {
  readonly #perSecond: number
  readonly #nowMs: () => number
  #lastMs: number | undefined
  /** The rate at which traces begin, as an exponentially weighted average. */
  #arrivalsPerSecond = 0

  /**
   * @param perSecond traces per second, above 0
   * @throws ConfigurationError if it is anything else
   */
  constructor(perSecond: number, nowMs: () => number = () => performance.now()) {
    if (typeof perSecond !== 'number' || !(perSecond > 0)) {
      throw new ConfigurationError(
        'perSecond',
        `perSecond must be a number above 0, got ${String(perSecond)}. Use 5 to keep about five traces a second.`,
      )
    }
    this.#perSecond = perSecond
    this.#nowMs = nowMs
  }

  decide({ traceId, parent }: TraceBeginning): SamplingDecision {
    const followed = follow(parent, traceId, 1)
    if (followed !== undefined) return followed
    this.#countArrival()
    return decideByHash(traceId, Math.min(1, this.#perSecond / this.#arrivalsPerSecond))
  }

  #countArrival(): void {
    const nowMs = this.#nowMs()
    const sinceMs = this.#lastMs === undefined ? Number.POSITIVE_INFINITY : nowMs - this.#lastMs
    this.#lastMs = nowMs
    this.#arrivalsPerSecond = this.#arrivalsPerSecond * Math.exp(-sinceMs / DECAY_MS) + 1_000 / DECAY_MS
  }
}

// --- helpers, in order of use ---

const DECAY_MS = 5_000

/** Returns the decision that follows from the caller's, or undefined if there is no caller. */
function follow(parent: SpanContext | undefined, traceId: string, ratio: number): SamplingDecision | undefined {
  if (parent === undefined || !isSpanContextValid(parent)) return undefined
  if ((parent.traceFlags & TraceFlags.SAMPLED) === 0) return NOT_SAMPLED
  const sampleRate = callerRate(parent)
  // Anyone can send headers, so a rate at which this trace would not have been kept is ignored.
  if (sampleRate >= MIN_RATE && sampleRate <= 100 && decideByHash(traceId, sampleRate / 100).isSampled) {
    return { isSampled: true, sampleRate }
  }
  // The caller keeps either every trace, or the same fraction by the same hash. Deciding by the hash is right in both cases.
  return decideByHash(traceId, ratio)
}

/** In percent. With a lower rate, a single header could make a row count for more than a thousand. */
const MIN_RATE = 0.1

function decideByHash(traceId: string, ratio: number): SamplingDecision {
  if (ratio >= 1) return KEPT
  return samplingHash(traceId) / MAX_HASH < ratio ? { isSampled: true, sampleRate: ratio * 100 } : NOT_SAMPLED
}

const MAX_HASH = 2_147_483_647
