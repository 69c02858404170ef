import {
  ConfigurationError,
  checkGivenClient,
  checkOptionNames,
  type LogOptions,
  type RejectedOptions,
  type ResolvedLogOptions,
  resolveLogOptions,
  type TelemetryClient,
  type TelemetryClientOptions,
} from '@azmon/core'

/** Keys of a record that pino does not tell its transports. */
interface KeyOptions {
  /** Where pino's option `timestamp` puts the time. @default 'time' */
  readonly timeKey?: string | undefined
  /** The same as pino's option `nestedKey`: its fields count as the record's. @default none */
  readonly nestedKey?: string | undefined
}

/** What a `TelemetryClient` takes, and what decides how records are read, in one object. */
export interface AzureMonitorStreamOptions extends TelemetryClientOptions, LogOptions, KeyOptions {
  /** Share this client instead of making one; it stays open when the stream ends. @default its own */
  readonly client?: TelemetryClient | undefined
}

/** How records are read. */
export interface MappingOptions extends ResolvedLogOptions {
  readonly timeKey: string
  readonly nestedKey: string | undefined
  /** Whether all records have the role instance of the options. */
  readonly namesInstance: boolean
}

/** Each option to whom it belongs. */
export interface SplitOptions {
  readonly mapping: MappingOptions
  readonly client: TelemetryClient | undefined
  readonly clientOptions: TelemetryClientOptions
}

/**
 * For whom pino tells of itself; `except` is for who is not told, or cannot have all options.
 *
 * @throws ConfigurationError when an option of ours cannot work, or stands beside a client that decides it.
 */
export function splitOptions(
  options: AzureMonitorStreamOptions,
  except: RejectedOptions = OPTIONS_OF_PINO,
): SplitOptions {
  checkOptionNames(options, ['client', 'levelMap', 'recordsAs', 'errorKeys', 'timeKey', 'nestedKey'], except)
  const { client, levelMap, recordsAs, errorKeys, timeKey = 'time', nestedKey, ...clientOptions } = options
  checkGivenClient(client, clientOptions)
  checkKey('timeKey', timeKey)
  if (nestedKey !== undefined) checkKey('nestedKey', nestedKey)
  const namesInstance = clientOptions.cloudRoleInstance !== undefined
  const mapping = { ...resolveLogOptions({ levelMap, recordsAs, errorKeys }), timeKey, nestedKey, namesInstance }
  return { mapping, client, clientOptions }
}

/** What pino does with its own. */
export const OPTIONS_OF_PINO: RejectedOptions = {
  messageKey: 'pino tells its transports its own.',
  errorKey: 'pino tells its transports its own; errorKeys are more of them.',
  customLevels: 'pino tells its transports its own; levelMap says how severe they are: { audit: 1 }.',
  level: 'pino filters: give it to the logger, or put it beside the target.',
}

// --- helpers ---

function checkKey(name: string, key: unknown): void {
  if (typeof key === 'string' && key !== '') return
  throw new ConfigurationError(name, `${name} must be the name of a field, got ${key === '' ? 'none' : typeof key}.`)
}
