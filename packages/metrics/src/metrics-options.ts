import { ConfigurationError } from '@azmon/core'
import { type AdapterOptions, type SplitOptions, splitOptions, typeName } from '@azmon/core/adapter'

/** The options of a `TelemetryClient` and those of metrics, in one object. */
export interface MetricsOptions extends AdapterOptions {
  /** The interval at which metrics are read and sent, in milliseconds from 1 to 2,147,483,647. @default 15_000 */
  readonly exportIntervalMs?: number | undefined
  /**
   * Send processor, memory, request, exception, event loop, heap and garbage collection metrics of the process. @default true
   */
  readonly standardMetrics?: boolean | undefined
}

export interface SplitMetricsOptions extends SplitOptions {
  readonly exportIntervalMs: number
  readonly standardMetrics: boolean
}

/** @throws ConfigurationError if an option is invalid, or if both `client` and an option of the client are given. */
export function splitMetricsOptions(options: MetricsOptions): SplitMetricsOptions {
  checkOriginalNames(options)
  const split = splitOptions(options, { more: ['exportIntervalMs', 'standardMetrics'] })
  const { exportIntervalMs = 15_000, standardMetrics = true } = options
  if (!(Number.isInteger(exportIntervalMs) && exportIntervalMs >= 1 && exportIntervalMs <= MAX_TIMER_MS)) {
    throw new ConfigurationError(
      'exportIntervalMs',
      `exportIntervalMs must be a whole number from 1 to ${MAX_TIMER_MS}, got ${numberOrType(exportIntervalMs)}.`,
    )
  }
  if (typeof standardMetrics !== 'boolean') {
    throw new ConfigurationError(
      'standardMetrics',
      `standardMetrics must be true or false, got ${typeName(standardMetrics)}.`,
    )
  }
  return { ...split, exportIntervalMs, standardMetrics }
}

// --- helpers, in order of use ---

/** The longest delay that setTimeout supports. */
const MAX_TIMER_MS = 2_147_483_647

/** Rejects OpenCensus option names whose meaning for metrics differs from that for logs. */
function checkOriginalNames(options: object): void {
  const replacements = { export_interval: 'exportIntervalMs', enable_standard_metrics: 'standardMetrics' }
  for (const [name, replacement] of Object.entries(replacements)) {
    if (name in options) {
      throw new ConfigurationError(name, `${name} is not an option. Did you mean ${replacement}?`)
    }
  }
}

function numberOrType(value: unknown): string {
  return typeof value === 'number' ? String(value) : typeName(value)
}
