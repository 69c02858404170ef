import {
  checkGivenClient,
  checkOptionNames,
  type LogOptions,
  type ResolvedLogOptions,
  resolveLogOptions,
  type TelemetryClient,
  type TelemetryClientOptions,
} from '@azmon/core'
import type { TransportStreamOptions } from 'winston-transport'

/** What every winston transport takes (`level`, `format`, `silent`, …) and what a `TelemetryClient` takes, in one object. */
export interface AzureMonitorTransportOptions extends TransportStreamOptions, TelemetryClientOptions, LogOptions {
  /** Share this client instead of making one; it stays open when the logger ends. @default its own */
  readonly client?: TelemetryClient | undefined
}

/** Each option to whom it belongs; winston has taken its own already. */
export interface SplitOptions {
  readonly mapping: ResolvedLogOptions
  readonly client: TelemetryClient | undefined
  readonly clientOptions: TelemetryClientOptions
}

/** @throws ConfigurationError when an option of ours cannot work, or stands beside a client that decides it. */
export function splitOptions(options: AzureMonitorTransportOptions): SplitOptions {
  checkOptionNames(options, [...OWN_OPTIONS, ...WINSTON_OPTIONS])
  const { client, levelMap, recordsAs, errorKeys, ...rest } = options
  const clientOptions = Object.fromEntries(Object.entries(rest).filter(([name]) => !WINSTON_OPTIONS.has(name)))
  checkGivenClient(client, clientOptions)
  return { mapping: resolveLogOptions({ levelMap, recordsAs, errorKeys }), client, clientOptions }
}

// --- helpers, in order of use ---

const OWN_OPTIONS = ['client', 'levelMap', 'recordsAs', 'errorKeys']

const WINSTON_OPTIONS: ReadonlySet<string> = new Set([
  'level',
  'format',
  'silent',
  'handleExceptions',
  'handleRejections',
  'highWaterMark',
  'log',
  'logv',
  'close',
])
