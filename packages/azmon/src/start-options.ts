import { ConfigurationError, type TelemetryClientOptions } from '@azmon/core'
import { checkClientOptions, checkOptionNames, isFields } from '@azmon/core/adapter'
import type { MetricsOptions } from '@azmon/metrics'
import {
  checkIncomingOptions,
  checkOutgoingOptions,
  chooseSampler,
  type IncomingOptions,
  type OutgoingOptions,
  type TracingOptions,
} from '@azmon/tracing'

/** How often metrics are sent, and whether the standard ones are collected. */
export type MetricsPart = Pick<MetricsOptions, 'standardMetrics' | 'exportIntervalMs'>

type SpanOptions = Pick<TracingOptions, 'sampler' | 'followCallers' | 'propagator' | 'exporters'>

/** What a `TelemetryClient` takes, how spans are made, and which parts there are to be: without a word, all of them. */
export interface StartOptions extends Omit<TelemetryClientOptions, 'uncaught'>, SpanOptions {
  /** False: no tracer is registered, and no request tracked, neither incoming nor outgoing. @default true */
  readonly tracing?: boolean | undefined
  /** How requests to the http and https servers of the process are tracked; false: not at all. @default true */
  readonly incoming?: boolean | IncomingOptions | undefined
  /** How calls by fetch, undici, http and https are tracked; false: not at all. @default true */
  readonly outgoing?: boolean | OutgoingOptions | undefined
  /** How metrics are sent; false: no standard metrics. @default true */
  readonly metrics?: boolean | MetricsPart | undefined
  /** Uncaught errors become exceptions, and the process ends as it would have; false: they do not. @default 'record' */
  readonly uncaught?: 'record' | false | undefined
}

/** Each option to whom it belongs. */
export interface Parts {
  readonly clientOptions: TelemetryClientOptions
  readonly tracingOptions: SpanOptions
  readonly metricsOptions: MetricsPart
  readonly isTraced: boolean
  /** Undefined where it is switched off. */
  readonly incoming: IncomingOptions | undefined
  readonly outgoing: OutgoingOptions | undefined
}

/** @throws ConfigurationError when an option cannot work; tracing and metrics look at their own. */
export function splitOptions(options: StartOptions): Parts {
  checkOptionNames(options, [
    'tracing',
    'incoming',
    'outgoing',
    'metrics',
    'sampler',
    'followCallers',
    'propagator',
    'exporters',
  ])
  const { tracing = true, incoming, outgoing, metrics, uncaught = 'record', ...others } = options
  const { sampler, followCallers, propagator, exporters, ...restOptions } = others
  const clientOptions = { ...restOptions, uncaught: uncaught === false ? undefined : uncaught }
  checkClientOptions(clientOptions)
  if (typeof tracing !== 'boolean') throw new ConfigurationError('tracing', 'tracing must be true or false.')
  return {
    clientOptions,
    tracingOptions: {
      sampler: chooseSampler({ sampler, followCallers, samplingRatio: clientOptions.samplingRatio }),
      propagator,
      exporters,
    },
    metricsOptions: partOf('metrics', metrics, checkMetrics) ?? { standardMetrics: false },
    isTraced: tracing,
    incoming: partOf('incoming', incoming, checkIncomingOptions),
    outgoing: partOf('outgoing', outgoing, checkOutgoingOptions),
  }
}

// --- helpers ---

/** @returns undefined where it is switched off */
function partOf<T extends object>(
  name: string,
  part: boolean | T | undefined,
  check: (part: T) => void,
): T | undefined {
  if (part === false) return undefined
  if (part !== undefined && part !== true && !isFields(part)) {
    throw new ConfigurationError(name, `${name} must be true, false, or an object of options, got ${typeof part}.`)
  }
  const options = typeof part === 'object' ? part : ({} as T)
  check(options)
  return options
}

function checkMetrics(options: MetricsPart): void {
  for (const name of Object.keys(options)) {
    if (name === 'standardMetrics' || name === 'exportIntervalMs') continue
    throw new ConfigurationError(
      name,
      `${name} is not an option of metrics. There are standardMetrics and exportIntervalMs.`,
    )
  }
}
