import type { IncomingMessage } from 'node:http'
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

/** How often metrics are sent, and whether standard metrics are collected. */
export type MetricsPart = Pick<MetricsOptions, 'standardMetrics' | 'exportIntervalMs'>

type SpanOptions = Pick<TracingOptions, 'sampler' | 'followCallers' | 'propagator' | 'exporters'>

/** The options of a `TelemetryClient` and of spans, and which parts to start. All parts are started by default. */
export interface StartOptions<Req extends IncomingMessage = IncomingMessage>
  extends Omit<TelemetryClientOptions, 'uncaught'>,
    SpanOptions {
  /**
   * Whether to register a tracer and track requests. With `false`, neither incoming nor outgoing requests are tracked.
   * @default true
   */
  readonly tracing?: boolean | undefined
  /** How to track requests to the http, https and http2 servers of the process; `false` disables this. @default true */
  readonly incoming?: boolean | IncomingOptions<Req> | undefined
  /**
   * How to track calls made with fetch, undici, http, https and http2; `false` disables this. The variable
   * `AZMON_PROPAGATE_TO` sets `propagateTo`: hosts, separated by commas. @default true
   */
  readonly outgoing?: boolean | OutgoingOptions | undefined
  /** How to send metrics; `false` disables standard metrics. @default true */
  readonly metrics?: boolean | MetricsPart | undefined
  /**
   * `'record'` or `true` records uncaught errors as exceptions. The process still ends as it would without azmon.
   * @default 'record'
   */
  readonly uncaught?: 'record' | boolean | undefined
}

/** The options, grouped by the package that they belong to. */
export interface Parts {
  readonly clientOptions: TelemetryClientOptions
  readonly tracingOptions: SpanOptions
  readonly metricsOptions: MetricsPart
  readonly isTraced: boolean
  /** Undefined if tracking of incoming requests is off. */
  readonly incoming: IncomingOptions | undefined
  readonly outgoing: OutgoingOptions | undefined
}

/** @throws ConfigurationError if an option is invalid. Tracing and metrics check their own options. */
export function splitOptions<Req extends IncomingMessage>(options: StartOptions<Req>): Parts {
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
  const clientOptions = { ...restOptions, uncaught }
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
    incoming: partOf('incoming', incoming as boolean | IncomingOptions | undefined, checkIncomingOptions),
    outgoing: withHostsOf(process.env, partOf('outgoing', outgoing, checkOutgoingOptions)),
  }
}

// --- helpers, in order of use ---

/** Returns undefined if the part is off. */
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

/** `azmon/register` takes no options, so the hosts that get trace headers may also be in the environment. */
function withHostsOf(
  { AZMON_PROPAGATE_TO }: NodeJS.ProcessEnv,
  options: OutgoingOptions | undefined,
): OutgoingOptions | undefined {
  const hosts = AZMON_PROPAGATE_TO?.split(/[\s,]+/).filter((host) => host !== '') ?? []
  return options === undefined || hosts.length === 0
    ? options
    : { ...options, propagateTo: options.propagateTo ?? hosts }
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
