import { ConfigurationError } from '@azmon/core'
import { type AdapterOptions, type SplitOptions, splitOptions, typeName } from '@azmon/core/adapter'
import type { TextMapPropagator } from '@opentelemetry/api'
import type { FinishedSpan } from './finished-span'
import { BaggagePropagator } from './propagation/baggage'
import { CompositePropagator } from './propagation/composite'
import { SafePropagator } from './propagation/safe'
import { TraceContextPropagator } from './propagation/trace-context'
import { chooseSampler, type Sampler } from './samplers'

/** Receives each span when it ends. If it throws or rejects, the error goes to `lastError` and `onError` of the client. */
export type SpanExporter = (span: FinishedSpan) => unknown

/** The options of a `TelemetryClient` and those of tracing, in one object. */
export interface TracingOptions extends AdapterOptions {
  /** Decides which traces are kept. @default a `ProbabilitySampler` with the `samplingRatio`, which is 1 by default */
  readonly sampler?: Sampler | undefined
  /**
   * Whether a caller's decision counts: the sampled flag of `traceparent` and the rate in `tracestate`.
   * @default true with a `sampler` or a `samplingRatio` below 1, else false
   */
  readonly followCallers?: boolean | undefined
  /** Reads and writes the headers that carry a trace between processes. @default W3C trace context and baggage */
  readonly propagator?: TextMapPropagator | undefined
  /** Functions that receive each span, in addition to Azure Monitor. Example: `[consoleSpanExporter()]`. @default none */
  readonly exporters?: readonly SpanExporter[] | undefined
}

export interface SplitTracingOptions extends SplitOptions {
  readonly sampler: Sampler
  readonly propagator: TextMapPropagator
  readonly exporters: readonly SpanExporter[]
}

/** @throws ConfigurationError if an option is invalid, or if both `client` and an option of the client are given. */
export function splitTracingOptions(options: TracingOptions): SplitTracingOptions {
  const split = splitOptions(options, { more: ['sampler', 'followCallers', 'propagator', 'exporters'] })
  const { sampler, followCallers, propagator, exporters = [] } = options
  checkMethod('sampler', sampler, 'decide')
  checkMethod('propagator', propagator, 'extract')
  if (followCallers !== undefined && typeof followCallers !== 'boolean') {
    throw new ConfigurationError(
      'followCallers',
      `followCallers must be true or false, got ${typeName(followCallers)}.`,
    )
  }
  if (!Array.isArray(exporters) || !exporters.every((exporter) => typeof exporter === 'function')) {
    throw new ConfigurationError(
      'exporters',
      'exporters must be an array of functions that take a span, such as [consoleSpanExporter()].',
    )
  }
  return {
    ...split,
    sampler: chooseSampler({ sampler, followCallers, samplingRatio: options.samplingRatio }),
    propagator: propagator === undefined ? W3C : new SafePropagator(propagator),
    exporters,
  }
}

// --- helpers, in order of use ---

const W3C = new CompositePropagator([new TraceContextPropagator(), new BaggagePropagator()])

function checkMethod(name: string, value: unknown, method: string): void {
  if (value === undefined || typeof Reflect.get(Object(value), method) === 'function') return
  throw new ConfigurationError(name, `${name} must be an object with a method ${method}(), got ${typeName(value)}.`)
}
