import { hostname } from 'node:os'
import {
  DEFAULT_INGESTION_ENDPOINT,
  type Destination,
  parseConnectionString,
  readEndpoint,
  readInstrumentationKey,
} from './connection-string'
import { defaultRole } from './envelope/role'
import { ConfigurationError } from './errors'

/**
 * Everything a client can be told. Options of the destination (those after `maxBatchItems`) are set by the first client
 * of a destination in the process; a later client that asks for another value is answered with one warning.
 */
export interface TelemetryClientOptions {
  /** As shown on the resource's Overview page. @default APPLICATIONINSIGHTS_CONNECTION_STRING */
  readonly connectionString?: string | undefined
  /** The key alone, with `endpoint`; a connection string is better. @default APPINSIGHTS_INSTRUMENTATIONKEY */
  readonly instrumentationKey?: string | undefined
  /** Ingestion endpoint, only together with `instrumentationKey`. @default https://dc.services.visualstudio.com */
  readonly endpoint?: string | undefined
  /** Throw where nothing is configured, instead of one warning and silence. @default false */
  readonly required?: boolean | undefined
  /** Take everything, send nothing, say nothing. @default AZMON_DISABLED=1 */
  readonly disabled?: boolean | undefined
  /** `cloud_RoleName`. @default OTEL_SERVICE_NAME, WEBSITE_SITE_NAME, the nearest package.json's name, the script's name */
  readonly cloudRole?: string | undefined
  /** `cloud_RoleInstance`. @default WEBSITE_INSTANCE_ID, else the host's name */
  readonly cloudRoleInstance?: string | undefined
  /** `application_Version`. @default none */
  readonly applicationVersion?: string | undefined

  /** Send when so many items wait. @default 512 */
  readonly maxBatchItems?: number | undefined
  /** Send when the items that wait are so large, uncompressed. @default 1 MiB */
  readonly maxBatchBytes?: number | undefined
  /** Send when the oldest item has waited so long; 250 ms once an error waits. @default 2_000 */
  readonly maxBatchAgeMs?: number | undefined
  /** What may wait in memory; as much again may be on its way. The least severe items are dropped beyond it. @default 8 MiB */
  readonly maxQueueBytes?: number | undefined
  /** The first retry waits at most so long, each later one at most twice as long as the one before. @default 500 */
  readonly minRetryDelayMs?: number | undefined
  /** A request that takes longer has failed. @default 30_000 */
  readonly requestTimeoutMs?: number | undefined
  /** How long a process that ends by itself may be held to send what is left. @default 3_000 */
  readonly exitFlushMs?: number | undefined
  /** Told of what went wrong behind the scenes. May be called often; must not log through this client. @default none */
  readonly onError?: ((error: Error) => void) | undefined
}

export interface DeliveryOptions {
  readonly maxBatchItems: number
  readonly maxBatchBytes: number
  readonly maxBatchAgeMs: number
  readonly maxQueueBytes: number
  readonly minRetryDelayMs: number
  readonly requestTimeoutMs: number
  readonly exitFlushMs: number
}

export interface ResolvedOptions {
  /** Why there is none: switched off, or nothing was configured. */
  readonly destination: Destination | 'disabled' | 'missing'
  readonly cloudRole: string
  readonly cloudRoleInstance: string
  readonly applicationVersion: string | undefined
  readonly delivery: DeliveryOptions
  readonly onError: ((error: Error) => void) | undefined
}

/** Environment variables: those of the process, or a test's own. */
type Environment = Readonly<Record<string, string | undefined>>

/**
 * User options over environment over defaults, checked and frozen. The only reader of the environment.
 * @throws ConfigurationError
 */
export function resolveOptions(user: TelemetryClientOptions, env: Environment = process.env): ResolvedOptions {
  checkOptions(user)
  return Object.freeze({
    destination: resolveDestination(user, env),
    cloudRole: user.cloudRole || env['OTEL_SERVICE_NAME'] || env['WEBSITE_SITE_NAME'] || defaultRole(),
    cloudRoleInstance: user.cloudRoleInstance || env['WEBSITE_INSTANCE_ID'] || hostname(),
    applicationVersion: user.applicationVersion,
    delivery: Object.freeze({
      maxBatchItems: user.maxBatchItems ?? 512,
      maxBatchBytes: user.maxBatchBytes ?? MIB,
      maxBatchAgeMs: user.maxBatchAgeMs ?? 2_000,
      maxQueueBytes: user.maxQueueBytes ?? 8 * MIB,
      minRetryDelayMs: user.minRetryDelayMs ?? 500,
      requestTimeoutMs: user.requestTimeoutMs ?? 30_000,
      exitFlushMs: user.exitFlushMs ?? 3_000,
    }),
    onError: user.onError,
  })
}

// --- helpers, in order of use ---

const MIB = 1_048_576

/** What setTimeout can wait for. */
const MAX_TIMER_MS = 2_147_483_647

type Rule = (name: string, value: unknown) => void

const RULES: Readonly<Record<keyof TelemetryClientOptions, Rule>> = {
  connectionString: text,
  instrumentationKey: text,
  endpoint: text,
  required: flag,
  disabled: flag,
  cloudRole: text,
  cloudRoleInstance: text,
  applicationVersion: text,
  maxBatchItems: integer(1, 64_000), // the service takes no more in one request
  maxBatchBytes: integer(65_536, 16 * MIB),
  maxBatchAgeMs: integer(1, MAX_TIMER_MS),
  maxQueueBytes: integer(65_536, 1_024 * MIB),
  minRetryDelayMs: integer(1, 60_000),
  requestTimeoutMs: integer(1, MAX_TIMER_MS),
  exitFlushMs: integer(0, MAX_TIMER_MS),
  onError: callback,
}

function checkOptions(user: object): void {
  for (const [name, value] of Object.entries(user)) {
    if (!Object.hasOwn(RULES, name)) {
      throw new ConfigurationError(name, `${name} is not an option. The options are ${Object.keys(RULES).join(', ')}.`)
    }
    if (value !== undefined) RULES[name as keyof TelemetryClientOptions](name, value)
  }
}

function text(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new ConfigurationError(name, `${name} must be a text, got ${kindOf(value)}.`)
}

function flag(name: string, value: unknown): void {
  if (typeof value !== 'boolean') {
    throw new ConfigurationError(name, `${name} must be true or false, got ${kindOf(value)}.`)
  }
}

function callback(name: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw new ConfigurationError(name, `${name} must be a function, got ${kindOf(value)}.`)
  }
}

function integer(min: number, max: number): Rule {
  return (name, value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return
    const got = typeof value === 'number' ? String(value) : kindOf(value)
    throw new ConfigurationError(name, `${name} must be a whole number from ${min} to ${max}, got ${got}.`)
  }
}

/** What was got, never the value itself: it may be a secret in the wrong place. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'string' ? `a text of ${value.length} characters` : `a value of type ${typeof value}`
}

/** Key and endpoint always come from one source, the first that is there. */
function resolveDestination(user: TelemetryClientOptions, env: Environment): ResolvedOptions['destination'] {
  if (user.disabled ?? env['AZMON_DISABLED'] === '1') return 'disabled'
  if (user.connectionString !== undefined) return parseConnectionString(user.connectionString)
  if (user.instrumentationKey !== undefined) {
    return {
      instrumentationKey: readInstrumentationKey('instrumentationKey', user.instrumentationKey),
      ingestionEndpoint:
        user.endpoint === undefined ? DEFAULT_INGESTION_ENDPOINT : readEndpoint('endpoint', user.endpoint),
    }
  }
  if (user.endpoint !== undefined) {
    throw new ConfigurationError(
      'endpoint',
      'endpoint needs instrumentationKey beside it. Better: pass the connectionString, which holds both.',
    )
  }
  const connectionString = env['APPLICATIONINSIGHTS_CONNECTION_STRING']
  if (connectionString) return parseConnectionString(connectionString)
  const instrumentationKey = env['APPINSIGHTS_INSTRUMENTATIONKEY']
  if (instrumentationKey) {
    return {
      instrumentationKey: readInstrumentationKey('APPINSIGHTS_INSTRUMENTATIONKEY', instrumentationKey),
      ingestionEndpoint: DEFAULT_INGESTION_ENDPOINT,
    }
  }
  if (user.required !== true) return 'missing'
  throw new ConfigurationError(
    'connectionString',
    `No connection string was given. ${HOW_TO_CONNECT} Remove required to go on without telemetry.`,
  )
}

/** The cure wherever nothing is configured. */
export const HOW_TO_CONNECT =
  'Set APPLICATIONINSIGHTS_CONNECTION_STRING or pass connectionString. To look at your telemetry on this machine: run npx @azmon/local and copy the line it prints.'
