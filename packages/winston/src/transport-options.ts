import type { AdapterOptions, LogOptions } from '@azmon/core/adapter'
import type { TransportStreamOptions } from 'winston-transport'

/** The options of every winston transport (`level`, `format`, `silent`, …) and those of a `TelemetryClient`, in one object. */
export interface AzureMonitorTransportOptions extends TransportStreamOptions, AdapterOptions, LogOptions {}

/** The names of the options in `TransportStreamOptions`. */
export const WINSTON_OPTIONS: readonly string[] = [
  ...['level', 'format', 'silent', 'handleExceptions', 'handleRejections', 'highWaterMark'],
  ...['log', 'logv', 'close'], // functions that replace methods
]
