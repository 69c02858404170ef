import { ConfigurationError } from '@azmon/core'
import { type SamplingDecision, samplingHash, warnOnce } from '@azmon/core/adapter'
import { isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api'
import { rateOf } from './rate-state'

/** What is known of a trace when it begins in this process; whatever follows in the process shares its fate. */
export interface TraceBeginning {
  readonly traceId: string
  /** The span of another process that it goes on from. Undefined where there is none, or that one has not decided. */
  readonly parent: SpanContext | undefined
  readonly spanName: string
}

export interface Sampler {
  decide(beginning: TraceBeginning): SamplingDecision
}

export const KEPT: SamplingDecision = { isSampled: true, sampleRate: 100 }
const LEFT_OUT: SamplingDecision = { isSampled: false, sampleRate: 0 }

/** What an application says of sampling. */
export interface SamplingChoice {
  readonly sampler?: Sampler | undefined
  /** 0 to 1. */
  readonly samplingRatio?: number | undefined
  readonly followCallers?: boolean | undefined
}

/**
 * Returns the sampler of an application. Anybody may write headers, so what a caller has decided counts only for an
 * application that samples itself, or says that it is to count.
 */
export function chooseSampler({ sampler, samplingRatio = 1, followCallers }: SamplingChoice): Sampler {
  const own = sampler ?? new ProbabilitySampler(samplingRatio)
  if (followCallers ?? (sampler !== undefined || samplingRatio < 1)) return own
  return withoutCallers(own, followCallers === undefined ? warnOfUnsampledCaller : undefined)
}

/**
 * Returns a sampler that decides as `sampler` does of a trace that no other process has decided of. `onUnsampled` is
 * called for each trace that its caller has left out.
 */
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

/** Such traces look as if they were whole here, but have no rows of the caller's. */
function warnOfUnsampledCaller(): void {
  warnOnce(
    'unsampled caller',
    "A caller's traceparent header says that its trace is not sampled. It is kept here, because no sampling is configured. " +
      'Set followCallers: true to leave out what callers leave out, or false to keep it without this warning.',
  )
}

/** Keeps everything, whatever another process has decided. */
export class AlwaysOnSampler implements Sampler {
  decide(): SamplingDecision {
    return KEPT
  }
}

/** Keeps nothing, whatever another process has decided. */
export class AlwaysOffSampler implements Sampler {
  decide(): SamplingDecision {
    return LEFT_OUT
  }
}

/**
 * Keeps a share of all traces, chosen by the hash of the trace id that all SDKs of Application Insights use, so that
 * services with the same share keep the same traces. What the process before has left out is left out here, too, and
 * what it has kept at a rate that it names is kept at that rate.
 */
export class ProbabilitySampler implements Sampler {
  readonly #ratio: number

  /**
   * @param ratio 0 to 1
   * @throws ConfigurationError when it is anything else
   */
  constructor(ratio: number) {
    if (typeof ratio !== 'number' || !(ratio >= 0 && ratio <= 1)) {
      throw new ConfigurationError('ratio', `ratio must be a number from 0 to 1, got ${String(ratio)}.`)
    }
    this.#ratio = ratio
  }

  decide({ traceId, parent }: TraceBeginning): SamplingDecision {
    return follow(parent, traceId, this.#ratio) ?? decideByHash(traceId, this.#ratio)
  }
}

/** Keeps about so many traces a second of those that begin here, and of others what the process before has kept. */
export class RateLimitedSampler implements Sampler {
  readonly #perSecond: number
  readonly #nowMs: () => number
  #lastMs: number | undefined
  /** How many traces begin in a second: an average in which the last seconds count most. */
  #arrivalsPerSecond = 0

  /**
   * @param perSecond above 0
   * @throws ConfigurationError when it is not
   */
  constructor(perSecond: number, nowMs: () => number = () => performance.now()) {
    if (typeof perSecond !== 'number' || !(perSecond > 0)) {
      throw new ConfigurationError('perSecond', `perSecond must be a number above 0, got ${String(perSecond)}.`)
    }
    this.#perSecond = perSecond
    this.#nowMs = nowMs
  }

  decide({ traceId, parent }: TraceBeginning): SamplingDecision {
    const followed = follow(parent, traceId, 1)
    if (followed !== undefined) return followed
    this.#arrived()
    return decideByHash(traceId, Math.min(1, this.#perSecond / this.#arrivalsPerSecond))
  }

  #arrived(): void {
    const nowMs = this.#nowMs()
    const sinceMs = this.#lastMs === undefined ? Number.POSITIVE_INFINITY : nowMs - this.#lastMs
    this.#lastMs = nowMs
    this.#arrivalsPerSecond = this.#arrivalsPerSecond * Math.exp(-sinceMs / MEMORY_MS) + 1_000 / MEMORY_MS
  }
}

// --- helpers, in order of use ---

const MEMORY_MS = 5_000

/** What the process before has decided. Undefined where there is none. */
function follow(parent: SpanContext | undefined, traceId: string, ratio: number): SamplingDecision | undefined {
  if (parent === undefined || !isSpanContextValid(parent)) return undefined
  if ((parent.traceFlags & TraceFlags.SAMPLED) === 0) return LEFT_OUT
  const handedOn = rateOf(parent)
  // Anybody may write headers: a rate that this trace would not have been kept at is none.
  if (handedOn >= MIN_RATE && handedOn <= 100 && decideByHash(traceId, handedOn / 100).isSampled) {
    return { isSampled: true, sampleRate: handedOn }
  }
  // It may keep everything, or the same share as we by the same hash: the hash is right for both.
  return decideByHash(traceId, ratio)
}

/** What counts for more than a thousand is not worth believing. */
const MIN_RATE = 0.1

function decideByHash(traceId: string, ratio: number): SamplingDecision {
  if (ratio >= 1) return KEPT
  return samplingHash(traceId) / MAX_HASH < ratio ? { isSampled: true, sampleRate: ratio * 100 } : LEFT_OUT
}

const MAX_HASH = 2_147_483_647
