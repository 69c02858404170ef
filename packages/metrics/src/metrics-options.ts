import {
  ConfigurationError,
  checkGivenClient,
  checkOptionNames,
  type TelemetryClient,
  type TelemetryClientOptions,
} from '@azmon/core'
import { kindOf } from './names'

/** What a `TelemetryClient` takes, and what decides how metrics are read, in one object. */
export interface MetricsOptions extends TelemetryClientOptions {
  /** Share this client instead of making one; it stays open when the metrics are closed. @default its own */
  readonly client?: TelemetryClient | undefined
  /** How often metrics are read and sent. @default 15_000 */
  readonly exportIntervalMs?: number | undefined
  /** Processor, memory, requests and exceptions, event loop, heap and garbage collection of this process. @default true */
  readonly standardMetrics?: boolean | undefined
}

/** Each option to whom it belongs. */
export interface SplitMetricsOptions {
  readonly client: TelemetryClient | undefined
  readonly clientOptions: TelemetryClientOptions
  readonly exportIntervalMs: number
  readonly standardMetrics: boolean
}

/** @throws ConfigurationError when an option of ours cannot work, or stands beside a client that decides it. */
export function splitOptions(options: MetricsOptions): SplitMetricsOptions {
  checkOriginalNames(options)
  checkOptionNames(options, ['client', 'exportIntervalMs', 'standardMetrics'])
  const { client, exportIntervalMs = 15_000, standardMetrics = true, ...clientOptions } = options
  checkGivenClient(client, clientOptions)
  if (!(Number.isInteger(exportIntervalMs) && exportIntervalMs >= 1 && exportIntervalMs <= MAX_TIMER_MS)) {
    throw new ConfigurationError(
      'exportIntervalMs',
      `exportIntervalMs must be a whole number from 1 to ${MAX_TIMER_MS}, got ${numberOrKind(exportIntervalMs)}.`,
    )
  }
  if (typeof standardMetrics !== 'boolean') {
    throw new ConfigurationError(
      'standardMetrics',
      `standardMetrics must be true or false, got ${kindOf(standardMetrics)}.`,
    )
  }
  return { client, clientOptions, exportIntervalMs, standardMetrics }
}

// --- helpers, in order of use ---

/** What setTimeout can wait for. */
const MAX_TIMER_MS = 2_147_483_647

/** Where OpenCensus' names have another meaning for metrics than for logs. */
function checkOriginalNames(options: object): void {
  const ours = { export_interval: 'exportIntervalMs', enable_standard_metrics: 'standardMetrics' }
  for (const [name, cure] of Object.entries(ours)) {
    if (name in options) {
      throw new ConfigurationError(name, `${name} is not an option. Did you mean ${cure}?`)
    }
  }
}

function numberOrKind(value: unknown): string {
  return typeof value === 'number' ? String(value) : kindOf(value)
}
