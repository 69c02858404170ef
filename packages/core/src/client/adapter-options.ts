import type { LogOptions, ResolvedLogOptions } from '../adapter/log-options'
import { isFields, readField } from '../envelope/fields'
import { SeverityLevel } from '../envelope/severity'
import { ConfigurationError } from '../errors'
import { checkOptionNames, type RejectedOptions } from '../options/check-options'
import { arrayOf, kindOf, oneOf } from '../options/rules'
import type { TelemetryClientOptions } from '../options/telemetry-client-options'
import type { TelemetryClient } from './telemetry-client'

/** The options that every adapter accepts in addition to its own. */
export interface AdapterOptions extends TelemetryClientOptions {
  /** Share this client instead of opening one; closing the adapter does not close it. @default its own */
  readonly client?: TelemetryClient | undefined
}

/** The option names that an adapter accepts in addition to those of a client, and the ones that it rejects. */
export interface OptionNames {
  /** Options of the adapter itself, or of the logger that it extends. They are not passed to the client. */
  readonly more?: readonly string[] | undefined
  /** Options that users may try, but that cannot work here, each with advice on what to do instead. */
  readonly except?: RejectedOptions | undefined
}

export interface SplitOptions {
  /** The client that the application passed. Undefined if the adapter opens its own client with `clientOptions`. */
  readonly client: TelemetryClient | undefined
  readonly clientOptions: TelemetryClientOptions
}

export interface SplitLogOptions extends SplitOptions {
  /** The checked options for reading records, with defaults. */
  readonly log: ResolvedLogOptions
  /** True if `cloudRoleInstance` is configured. The host in a record does not replace it then. */
  readonly namesInstance: boolean
}

/**
 * Separates the client options from an adapter's own options. The client checks the values of its options, and the adapter
 * those of its own.
 *
 * @throws ConfigurationError if a name is unknown (with the nearest known name) or rejected, if `client` is not a client,
 * or if `client` is combined with client options, which would be ignored.
 */
export function splitOptions(options: AdapterOptions, { more = [], except }: OptionNames = {}): SplitOptions {
  const own = ['client', ...more]
  checkOptionNames(options, own, except)
  const clientOptions = Object.fromEntries(Object.entries(options).filter(([name]) => !own.includes(name)))
  const { client } = options
  checkGivenClient(client, clientOptions)
  return { client, clientOptions }
}

/**
 * Separates options as `splitOptions` does, for a logger's adapter. Also resolves the options for reading records:
 * `levelMap`, `recordsAs` and `errorKeys`.
 */
export function splitLogOptions(
  options: AdapterOptions & LogOptions,
  { more = [], except }: OptionNames = {},
): SplitLogOptions {
  const split = splitOptions(options, { more: ['levelMap', 'recordsAs', 'errorKeys', ...more], except })
  const namesInstance = split.clientOptions.cloudRoleInstance !== undefined
  return { ...split, log: resolveLogOptions(options), namesInstance }
}

// --- helpers, in order of use ---

function checkGivenClient(client: unknown, clientOptions: object): void {
  if (client === undefined) return
  if (typeof readField(Object(client), 'track') !== 'function') {
    throw new ConfigurationError('client', `client must be a TelemetryClient of @azmon/core, got ${kindOf(client)}.`)
  }
  const [name] = Object.keys(clientOptions)
  if (name === undefined) return
  throw new ConfigurationError(
    name,
    `${name} cannot be combined with client. Pass ${name} to the TelemetryClient instead.`,
  )
}

/** The keys under which applications log an error. */
const ERROR_KEYS: readonly string[] = ['err', 'error', 'exception', 'cause', 'reason']

function resolveLogOptions(options: LogOptions): ResolvedLogOptions {
  const { levelMap = {}, recordsAs = 'trace', errorKeys = ERROR_KEYS } = options
  checkLevelMap(levelMap)
  oneOf('trace', 'event')('recordsAs', recordsAs)
  arrayOf('strings', (key) => typeof key === 'string')('errorKeys', errorKeys)
  return { levelMap, recordsAs, errorKeys }
}

function checkLevelMap(levelMap: unknown): void {
  if (!isFields(levelMap)) {
    const cure = 'Use names and severities, such as { audit: 1 }.'
    throw new ConfigurationError('levelMap', `levelMap must be an object, got ${kindOf(levelMap)}. ${cure}`)
  }
  for (const [level, severity] of Object.entries(levelMap)) {
    if (SEVERITY_VALUES.includes(severity)) continue
    const got = typeof severity === 'number' ? severity : kindOf(severity)
    throw new ConfigurationError(
      'levelMap',
      `levelMap.${level} must be a severity from 0 (verbose) to 4 (critical), got ${got}.`,
    )
  }
}

const SEVERITY_VALUES: readonly unknown[] = Object.values(SeverityLevel)
