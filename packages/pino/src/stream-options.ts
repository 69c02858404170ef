import { ConfigurationError } from '@azmon/core'
import {
  type AdapterOptions,
  type LogOptions,
  type RejectedOptions,
  type ResolvedLogOptions,
  type SplitOptions as SplitClient,
  splitLogOptions,
} from '@azmon/core/adapter'

/** Keys of a record that pino does not report to its transports. */
interface KeyOptions {
  /** Where pino's option `timestamp` puts the time. @default 'time' */
  readonly timeKey?: string | undefined
  /** The same as pino's option `nestedKey`: its fields count as the record's. @default none */
  readonly nestedKey?: string | undefined
}

/** What a `TelemetryClient` takes, and how records are read, in one object. */
export interface AzureMonitorStreamOptions extends AdapterOptions, LogOptions, KeyOptions {}

/** How records are read. */
export interface MappingOptions extends ResolvedLogOptions {
  readonly timeKey: string
  readonly nestedKey: string | undefined
  /** Whether the role instance is configured, so that the host in a record does not replace it. */
  readonly namesInstance: boolean
}

export interface SplitOptions extends SplitClient {
  readonly mapping: MappingOptions
}

/**
 * Separates the options of the client from those of the mapping.
 *
 * @throws ConfigurationError if an option of the mapping cannot work, is in `except`, or is ignored because of `client`.
 */
export function splitOptions(
  options: AzureMonitorStreamOptions,
  except: RejectedOptions = OPTIONS_OF_PINO,
): SplitOptions {
  const { log, namesInstance, ...split } = splitLogOptions(options, { more: ['timeKey', 'nestedKey'], except })
  const { timeKey = 'time', nestedKey } = options
  checkKey('timeKey', timeKey)
  if (nestedKey !== undefined) checkKey('nestedKey', nestedKey)
  return { ...split, mapping: { ...log, timeKey, nestedKey, namesInstance } }
}

/** Options of pino itself. */
export const OPTIONS_OF_PINO: RejectedOptions = {
  messageKey: 'pino reports its own to its transports.',
  errorKey: 'pino reports its own to its transports; errorKeys adds more.',
  customLevels: 'pino reports its own to its transports; levelMap sets their severities: { audit: 1 }.',
  level: 'pino filters: set it on the logger, or next to the target.',
}

// --- helpers ---

function checkKey(name: string, key: unknown): void {
  if (typeof key === 'string' && key !== '') return
  throw new ConfigurationError(name, `${name} must be the name of a field, got ${key === '' ? 'none' : typeof key}.`)
}
