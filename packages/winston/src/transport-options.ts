import {
  ConfigurationError,
  checkOptionNames,
  SeverityLevel,
  type TelemetryClient,
  type TelemetryClientOptions,
} from '@azmon/core'
import type { TransportStreamOptions } from 'winston-transport'
import { ERROR_KEYS } from './find-error'
import type { LevelMap } from './levels'
import { read } from './log-info'

/** What every winston transport takes (`level`, `format`, `silent`, …) and what a `TelemetryClient` takes, in one object. */
export interface AzureMonitorTransportOptions extends TransportStreamOptions, TelemetryClientOptions {
  /** Share this client instead of making one; it stays open when the logger ends. @default its own */
  readonly client?: TelemetryClient | undefined
  /** Severities (0 verbose … 4 critical) of levels by name, before those known here, e.g. `{ audit: 1 }`. @default none */
  readonly levelMap?: LevelMap | undefined
  /** `'event'`: every record becomes a custom event whose name is the message. @default 'trace' */
  readonly recordsAs?: 'trace' | 'event' | undefined
  /** Where in the meta an error may be. @default ['err', 'error', 'exception', 'cause'] */
  readonly errorKeys?: readonly string[] | undefined
}

/** How this transport maps. */
export interface MappingOptions {
  readonly levelMap: LevelMap
  readonly recordsAs: 'trace' | 'event'
  readonly errorKeys: readonly string[]
}

/** Each option to whom it belongs; winston has taken its own already. */
export interface SplitOptions {
  readonly mapping: MappingOptions
  readonly client: TelemetryClient | undefined
  readonly clientOptions: TelemetryClientOptions
}

/** @throws ConfigurationError when an option of ours cannot work, or stands beside a client that decides it. */
export function splitOptions(options: AzureMonitorTransportOptions): SplitOptions {
  checkOptionNames(options, [...OWN_OPTIONS, ...WINSTON_OPTIONS])
  const { client, levelMap = {}, recordsAs = 'trace', errorKeys = ERROR_KEYS, ...rest } = options
  checkClient(client)
  checkLevelMap(levelMap)
  checkRecordsAs(recordsAs)
  checkErrorKeys(errorKeys)
  const clientOptions = Object.fromEntries(Object.entries(rest).filter(([name]) => !WINSTON_OPTIONS.has(name)))
  if (client !== undefined) refuse(clientOptions)
  return { mapping: { levelMap, recordsAs, errorKeys }, client, clientOptions }
}

// --- helpers, in order of use ---

function checkClient(client: unknown): void {
  if (client === undefined || typeof read(Object(client), 'track') === 'function') return
  throw new ConfigurationError('client', `client must be a TelemetryClient of @azmon/core, got ${kindOf(client)}.`)
}

function checkLevelMap(levelMap: unknown): void {
  if (typeof levelMap !== 'object' || levelMap === null || Array.isArray(levelMap)) {
    const cure = 'Use names and severities, such as { audit: 1 }.'
    throw new ConfigurationError('levelMap', `levelMap must be an object, got ${kindOf(levelMap)}. ${cure}`)
  }
  for (const [level, severity] of Object.entries(levelMap)) {
    if (SEVERITIES.includes(severity)) continue
    const got = typeof severity === 'number' ? severity : kindOf(severity)
    throw new ConfigurationError(
      'levelMap',
      `levelMap.${level} must be a severity from 0 (verbose) to 4 (critical), got ${got}.`,
    )
  }
}

const SEVERITIES: readonly unknown[] = Object.values(SeverityLevel)

function checkRecordsAs(recordsAs: unknown): void {
  if (recordsAs === 'trace' || recordsAs === 'event') return
  throw new ConfigurationError('recordsAs', `recordsAs must be 'trace' or 'event', got ${kindOf(recordsAs)}.`)
}

function checkErrorKeys(errorKeys: unknown): void {
  if (Array.isArray(errorKeys) && errorKeys.every((key) => typeof key === 'string')) return
  throw new ConfigurationError(
    'errorKeys',
    `errorKeys must be a list of texts, such as ['err', 'failure'], got ${kindOf(errorKeys)}.`,
  )
}

/** What was got, never the value itself: it may be a secret in the wrong place. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'string' ? `a text of ${value.length} characters` : `a value of type ${typeof value}`
}

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

function refuse(clientOptions: TelemetryClientOptions): void {
  const [name] = Object.keys(clientOptions)
  if (name === undefined) return
  throw new ConfigurationError(name, `${name} and client exclude each other. Give ${name} to the client instead.`)
}
