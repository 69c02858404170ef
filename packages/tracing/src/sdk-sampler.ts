import type { SamplingDecision } from '@azmon/core/adapter'
import { type Attributes, type Context, type Span, TraceFlags, type TraceState, trace } from '@opentelemetry/api'
import { ProbabilitySampler, type Sampler, withoutCallers } from './samplers'
import { traceStateFor } from './trace-state-rate'

/** The result that OpenTelemetry's SDK expects from a sampler. */
export interface SamplingResult {
  /** 0 drops the span, 2 records and samples it. */
  readonly decision: 0 | 2
  readonly attributes?: Attributes
  readonly traceState?: TraceState
}

/** The attribute that holds a span's sampling rate in percent. Azure's own sampler sets it, too. */
export const SAMPLE_RATE = 'microsoft.sample_rate'

export interface ApplicationInsightsSamplerOptions {
  /**
   * Whether a caller's decision counts: the sampled flag of `traceparent` and the rate in `tracestate`.
   * @default true if the ratio is below 1, else false
   */
  readonly followCallers?: boolean | undefined
}

/**
 * Samples for OpenTelemetry's SDK: keeps a fraction of all traces, by the hash that all Application Insights SDKs use. Sets the
 * rate as an attribute of each span that it keeps and passes it on in `tracestate`. With a ratio below 1, follows its callers.
 */
export class ApplicationInsightsSampler {
  readonly #sampler: Sampler
  readonly #ratio: number

  /**
   * @param ratio a number from 0 to 1
   * @throws ConfigurationError if it is anything else
   */
  constructor(ratio: number, { followCallers = ratio < 1 }: ApplicationInsightsSamplerOptions = {}) {
    const sampler = new ProbabilitySampler(ratio)
    this.#sampler = followCallers ? sampler : withoutCallers(sampler)
    this.#ratio = ratio
  }

  shouldSample(within: Context, traceId: string, spanName: string): SamplingResult {
    const parent = trace.getSpan(within)
    const parentContext = parent?.spanContext()
    const decision = inheritedDecision(parent) ?? this.#sampler.decide({ traceId, parent: parentContext, spanName })
    const { isSampled, sampleRate } = decision
    return {
      decision: isSampled ? RECORD_AND_SAMPLED : NOT_RECORD,
      ...(isSampled && sampleRate < 100 && { attributes: { [SAMPLE_RATE]: sampleRate } }),
      ...traceStateFor(parentContext, decision),
    }
  }

  toString(): string {
    return `ApplicationInsightsSampler{${this.#ratio}}`
  }
}

// --- helpers, in order of use ---

/** The values of the SDK's `SamplingDecision`. */
const NOT_RECORD = 0
const RECORD_AND_SAMPLED = 2

/** Returns the decision inherited from a sampled local parent: its rate attribute, else 100 %. */
function inheritedDecision(parent: Span | undefined): SamplingDecision | undefined {
  const attributes: unknown = Reflect.get(Object(parent), 'attributes')
  if (attributes === undefined || ((parent?.spanContext().traceFlags ?? 0) & TraceFlags.SAMPLED) === 0) return undefined
  const rate: unknown = Reflect.get(Object(attributes), SAMPLE_RATE)
  return { isSampled: true, sampleRate: typeof rate === 'number' ? rate : 100 }
}
