import type { AdapterOptions, LogOptions } from '@azmon/core/adapter'
import type { TransportStreamOptions } from 'winston-transport'

/** What every winston transport takes (`level`, `format`, `silent`, …) and what a `TelemetryClient` takes, in one object. */
export interface AzureMonitorTransportOptions extends TransportStreamOptions, AdapterOptions, LogOptions {}

/** Those of `TransportStreamOptions`. */
export const WINSTON_OPTIONS: readonly string[] = [
  'level',
  'format',
  'silent',
  'handleExceptions',
  'handleRejections',
  'highWaterMark',
  'log',
  'logv',
  'close',
]
