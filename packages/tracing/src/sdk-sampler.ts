import type { SamplingDecision } from '@azmon/core/adapter'
import { type Attributes, type Context, type Span, TraceFlags, type TraceState, trace } from '@opentelemetry/api'
import { stateOf } from './rate-state'
import { ProbabilitySampler, type Sampler, withoutCallers } from './samplers'

/** What the SDK is told of a span that begins. */
export interface SamplingResult {
  /** 0: it is left out; 2: it is kept. */
  readonly decision: 0 | 2
  readonly attributes?: Attributes
  readonly traceState?: TraceState
}

/** The attribute that has the rate of a span, in percent; Azure's own sampler leaves it there, too. */
export const SAMPLE_RATE = 'microsoft.sample_rate'

export interface ApplicationInsightsSamplerOptions {
  /**
   * Whether the decision of a caller counts: the sampled flag of `traceparent`, and the rate in `tracestate`.
   * @default true for a ratio below 1, else false
   */
  readonly followCallers?: boolean | undefined
}

/**
 * For the SDK: keeps a share of all traces by the hash that the SDKs of Application Insights have in common, stamps what it
 * keeps with its rate, and hands that on in `tracestate`. Below a ratio of 1 it does as the process before has done.
 */
export class ApplicationInsightsSampler {
  readonly #sampler: Sampler
  readonly #ratio: number

  /**
   * @param ratio 0 to 1
   * @throws ConfigurationError when it is anything else
   */
  constructor(ratio: number, { followCallers = ratio < 1 }: ApplicationInsightsSamplerOptions = {}) {
    const sampler = new ProbabilitySampler(ratio)
    this.#sampler = followCallers ? sampler : withoutCallers(sampler)
    this.#ratio = ratio
  }

  shouldSample(within: Context, traceId: string, spanName: string): SamplingResult {
    const parent = trace.getSpan(within)
    const parentContext = parent?.spanContext()
    const decision = decisionOf(parent) ?? this.#sampler.decide({ traceId, parent: parentContext, spanName })
    const { isSampled, sampleRate } = decision
    return {
      decision: isSampled ? RECORD_AND_SAMPLED : NOT_RECORD,
      ...(isSampled && sampleRate < 100 && { attributes: { [SAMPLE_RATE]: sampleRate } }),
      ...stateOf(parentContext, decision),
    }
  }

  toString(): string {
    return `ApplicationInsightsSampler{${this.#ratio}}`
  }
}

// --- helpers, in order of use ---

/** As the SDK's `SamplingDecision` has them. */
const NOT_RECORD = 0
const RECORD_AND_SAMPLED = 2

/** Of a span of this process that is kept: its stamp, or none where nothing of its kind is left out. */
function decisionOf(parent: Span | undefined): SamplingDecision | undefined {
  const attributes: unknown = Reflect.get(Object(parent), 'attributes')
  if (attributes === undefined || ((parent?.spanContext().traceFlags ?? 0) & TraceFlags.SAMPLED) === 0) return undefined
  const rate: unknown = Reflect.get(Object(attributes), SAMPLE_RATE)
  return { isSampled: true, sampleRate: typeof rate === 'number' ? rate : 100 }
}
