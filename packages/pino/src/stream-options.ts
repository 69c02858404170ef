import {
  type AdapterOptions,
  fieldName,
  type LogOptions,
  type RejectedOptions,
  type ResolvedLogOptions,
  type SplitOptions as SplitClient,
  splitLogOptions,
} from '@azmon/core/adapter'

/** Keys of a record that pino does not report to its transports. */
interface KeyOptions {
  /** The key under which pino's `formatters.level` writes the level, if it is not one of the usual keys. @default 'level' */
  readonly levelKey?: string | undefined
  /** The key under which pino's option `timestamp` writes the time. @default 'time' */
  readonly timeKey?: string | undefined
  /** The same as pino's option `nestedKey`. The fields of this object are treated as fields of the record. @default none */
  readonly nestedKey?: string | undefined
}

/** The options of a `TelemetryClient`, and those for reading records, in one object. */
export interface AzureMonitorStreamOptions extends AdapterOptions, LogOptions, KeyOptions {}

/** The options for reading records. */
export interface MappingOptions extends ResolvedLogOptions {
  readonly levelKey: string | undefined
  readonly timeKey: string
  readonly nestedKey: string | undefined
  /** Whether the role instance is configured. If so, the host in a record does not replace it. */
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
  const { log, namesInstance, ...split } = splitLogOptions(options, { more: KEY_OPTIONS, except })
  const { levelKey, timeKey = 'time', nestedKey } = options
  for (const name of KEY_OPTIONS) if (options[name] !== undefined) fieldName(name, options[name])
  return { ...split, mapping: { ...log, levelKey, timeKey, nestedKey, namesInstance } }
}

/** Options of pino itself. */
export const OPTIONS_OF_PINO: RejectedOptions = {
  messageKey: 'pino reports its messageKey to its transports.',
  errorKey: 'pino reports its errorKey to its transports; errorKeys adds more.',
  customLevels: 'pino reports its levels to its transports; levelMap sets their severities: { audit: 1 }.',
  level: 'pino filters by level: set it on the logger, or next to the target.',
}

// --- helpers ---

const KEY_OPTIONS = ['levelKey', 'timeKey', 'nestedKey'] as const
