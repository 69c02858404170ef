import { ConfigurationError } from '@azmon/core'
import { type AdapterOptions, type SplitOptions, splitOptions } from '@azmon/core/adapter'
import type { TextMapPropagator } from '@opentelemetry/api'
import type { FinishedSpan } from './finished-span'
import { BaggagePropagator } from './propagation/baggage'
import { CompositePropagator } from './propagation/composite'
import { TraceContextPropagator } from './propagation/trace-context'
import { chooseSampler, type Sampler } from './samplers'

/** Sees each span when it has ended. Where it throws or rejects, `lastError` and `onError` of the client tell. */
export type SpanExporter = (span: FinishedSpan) => unknown

/** What a `TelemetryClient` takes, and what decides how spans are made, in one object. */
export interface TracingOptions extends AdapterOptions {
  /** Which traces are kept. @default a `ProbabilitySampler` of `samplingRatio`, or of 1 */
  readonly sampler?: Sampler | undefined
  /**
   * Whether the decision of a caller counts: the sampled flag of `traceparent`, and the rate in `tracestate`.
   * @default true with a `sampler` or a `samplingRatio` below 1, else false
   */
  readonly followCallers?: boolean | undefined
  /** How traces go from process to process. @default W3C trace context and baggage */
  readonly propagator?: TextMapPropagator | undefined
  /** Beside Azure Monitor, for instance `[consoleSpanExporter()]`. */
  readonly exporters?: readonly SpanExporter[] | undefined
}

/** Each option to whom it belongs. */
export interface SplitTracingOptions extends SplitOptions {
  readonly sampler: Sampler
  readonly propagator: TextMapPropagator
  readonly exporters: readonly SpanExporter[]
}

/** @throws ConfigurationError when an option of ours cannot work, or stands beside a client that decides it. */
export function splitTracingOptions(options: TracingOptions): SplitTracingOptions {
  const split = splitOptions(options, { more: ['sampler', 'followCallers', 'propagator', 'exporters'] })
  const { sampler, followCallers, propagator, exporters = [] } = options
  checkMethod('sampler', sampler, 'decide')
  checkMethod('propagator', propagator, 'extract')
  if (followCallers !== undefined && typeof followCallers !== 'boolean') {
    throw new ConfigurationError('followCallers', `followCallers must be true or false, got a ${typeof followCallers}.`)
  }
  if (!Array.isArray(exporters) || !exporters.every((exporter) => typeof exporter === 'function')) {
    throw new ConfigurationError(
      'exporters',
      'exporters must be functions that take a span, as consoleSpanExporter() is.',
    )
  }
  return {
    ...split,
    sampler: chooseSampler({ sampler, followCallers, samplingRatio: options.samplingRatio }),
    propagator: propagator ?? new CompositePropagator([new TraceContextPropagator(), new BaggagePropagator()]),
    exporters,
  }
}

// --- helpers ---

function checkMethod(name: string, value: unknown, method: string): void {
  if (value === undefined || typeof Reflect.get(Object(value), method) === 'function') return
  throw new ConfigurationError(name, `${name} must be an object with a function ${method}.`)
}
