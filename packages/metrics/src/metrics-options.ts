import { ConfigurationError } from '@azmon/core'
import { type AdapterOptions, type SplitOptions, splitOptions } from '@azmon/core/adapter'
import { kindOf } from './names'

/** What a `TelemetryClient` takes, and what decides how metrics are read, in one object. */
export interface MetricsOptions extends AdapterOptions {
  /** How often metrics are read and sent. @default 15_000 */
  readonly exportIntervalMs?: number | undefined
  /** Processor, memory, requests and exceptions, event loop, heap and garbage collection of this process. @default true */
  readonly standardMetrics?: boolean | undefined
}

/** Each option to whom it belongs. */
export interface SplitMetricsOptions extends SplitOptions {
  readonly exportIntervalMs: number
  readonly standardMetrics: boolean
}

/** @throws ConfigurationError when an option of ours cannot work, or stands beside a client that decides it. */
export function splitMetricsOptions(options: MetricsOptions): SplitMetricsOptions {
  checkOriginalNames(options)
  const split = splitOptions(options, { more: ['exportIntervalMs', 'standardMetrics'] })
  const { exportIntervalMs = 15_000, standardMetrics = true } = options
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
  return { ...split, exportIntervalMs, standardMetrics }
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
