import { homedir, hostname, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  DEFAULT_INGESTION_ENDPOINT,
  DEFAULT_TOKEN_SCOPE,
  type Destination,
  parseConnectionString,
  readEndpoint,
  readInstrumentationKey,
} from './connection-string'
import type { OnDrop } from './diagnostics'
import type { EnvelopeKind } from './envelope/contracts'
import { defaultRole } from './envelope/role'
import type { SeverityLevel } from './envelope/severity'
import { type Environment, EnvironmentSettings, PROXY_FORM } from './environment'
import { ConfigurationError } from './errors'
import { readProxyUrl } from './ingestion/proxy'
import { checkOptions, MAX_RETENTION_MS } from './option-rules'
import type { Processor } from './process/processors'
import type { SamplingOptions } from './process/sampling'
import type { StoragePlace } from './spool/directory'

/**
 * Everything a client can be told. Options of delivery (`maxBatchItems` to `proxy`) are set by the first client of a
 * destination in the process; a later client that asks for another value is answered with one warning.
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
  /** The share of items that is kept, 0 to 1, whole operations at a time. Errors and metrics are kept all the same. @default 1 */
  readonly samplingRatio?: number | undefined
  /** Other ratios for some kinds of items, e.g. `{ Message: 0.1 }`. */
  readonly samplingRatioByKind?: Readonly<Partial<Record<SampledKind, number>>> | undefined
  /** Other ratios for some severity levels, before those by kind; also for errors, e.g. `{ 0: 0.01, 3: 0.5 }`. */
  readonly samplingRatioBySeverity?: Readonly<Partial<Record<SeverityLevel, number>>> | undefined
  /** Keys whose values never leave, beside the built-in ones (password, token, authorization …), however they are spelled. */
  readonly redactKeys?: readonly string[] | undefined
  /** `'dot'`: nested objects become `user.id` instead of JSON. @default none */
  readonly flatten?: 'dot' | undefined
  /** Functions that see each envelope before sampling, or paths of modules that export one. `false` drops the item. */
  readonly processors?: readonly (Processor | string)[] | undefined
  /** `'record'`: uncaught errors become exceptions; the process ends as it would have. @default none */
  readonly uncaught?: 'record' | undefined

  /** Send when so many items wait. @default 2048 */
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
  /**
   * How safe an item is when `track` returns. `memory`: nothing ever touches the disk. `spool`: the disk takes what memory
   * cannot hold, what the endpoint does not take, and what is left when the process ends. `journal`: each item is on disk
   * at once, and survives kill -9. `journal+fsync`: and a power loss. @default spool
   */
  readonly durability?: Durability | undefined
  /** The directory for what waits on disk. @default STATE_DIRECTORY, XDG_STATE_HOME, ~/.local/state, %LOCALAPPDATA%, the temporary directory */
  readonly storagePath?: string | undefined
  /** What may wait on disk; beyond it the oldest is dropped. @default 100 MiB */
  readonly storageMaxBytes?: number | undefined
  /** How long something may wait on disk: the service refuses what is older than two days. @default 47 h */
  readonly storageRetentionMs?: number | undefined
  /** How often to look for what other processes left on disk. @default 5_000 */
  readonly storageMaintenanceMs?: number | undefined
  /**
   * `'auto'`: at SIGTERM, SIGINT and SIGHUP telemetry is stored, sent if the application does not listen to the signal
   * itself, and then the signal does what it would have done. @default auto
   */
  readonly handleSignals?: 'auto' | false | undefined
  /** How long a signal, `process.exit()` or an uncaught error is held up to send what is left; 0 only stores it. @default 1_000 */
  readonly signalFlushMs?: number | undefined
  /** Signs requests for a resource that takes no keys: anything with `getToken(scope)`, as in `@azure/identity`. @default none */
  readonly credential?: TokenCredential | undefined
  /** Of https and http requests, by a CONNECT tunnel; a text, or one per scheme with exceptions. @default HTTPS_PROXY, HTTP_PROXY, NO_PROXY */
  readonly proxy?: string | ProxyOptions | undefined
  /** Told of what went wrong behind the scenes. May be called often; must not log through this client. @default none */
  readonly onError?: ((error: Error) => void) | undefined
  /** Told of what was lost: why, how many items, of which severity level. Must not log through this client. @default none */
  readonly onDrop?: OnDrop | undefined
}

export type Durability = 'memory' | 'spool' | 'journal' | 'journal+fsync'

/** A credential of `@azure/identity`, or anything shaped like one. */
export interface TokenCredential {
  getToken(scope: string): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>
}

export interface ProxyOptions {
  /** For http endpoints. A value without a scheme is `http://`. */
  readonly http?: string | undefined
  /** For https endpoints. */
  readonly https?: string | undefined
  /** Hosts to reach directly, separated by commas, as in NO_PROXY. */
  readonly noProxy?: string | undefined
}

/** What sampling may take away: metrics never. */
export type SampledKind = Exclude<EnvelopeKind, 'Metric'>

export interface DeliveryOptions {
  readonly maxBatchItems: number
  readonly maxBatchBytes: number
  readonly maxBatchAgeMs: number
  readonly maxQueueBytes: number
  readonly minRetryDelayMs: number
  readonly requestTimeoutMs: number
  readonly exitFlushMs: number
  readonly durability: Durability
  /** Where spools may live, best first. */
  readonly storagePlaces: readonly StoragePlace[]
  readonly storageMaxBytes: number
  readonly storageRetentionMs: number
  readonly storageMaintenanceMs: number
  readonly handleSignals: 'auto' | false
  readonly signalFlushMs: number
  readonly credential: TokenCredential | undefined
  readonly proxy: ProxyOptions
}

export interface ResolvedOptions {
  /** Why there is none: switched off, nothing was configured, or the environment names one that cannot be. */
  readonly destination: Destination | 'disabled' | 'missing' | 'invalid'
  /** Environment variables that were left out because of a wrong value. */
  readonly environmentErrors: readonly ConfigurationError[]
  readonly cloudRole: string
  readonly cloudRoleInstance: string
  readonly applicationVersion: string | undefined
  readonly sampling: SamplingOptions
  readonly redactKeys: readonly string[]
  readonly flatten: 'dot' | undefined
  readonly processors: readonly (Processor | string)[]
  readonly uncaught: 'record' | undefined
  readonly delivery: DeliveryOptions
  readonly onError: ((error: Error) => void) | undefined
  readonly onDrop: OnDrop | undefined
}

/**
 * User options over environment over defaults, checked and frozen. The only reader of the environment.
 * @throws ConfigurationError for an option; never for an environment variable, unless telemetry is `required`.
 */
export function resolveOptions(user: TelemetryClientOptions, env: Environment = process.env): ResolvedOptions {
  checkOptions(user)
  const settings = new EnvironmentSettings(env)
  const destination = resolveDestination(user, settings)
  const proxy = resolveProxy(user.proxy, typeof destination === 'string' ? undefined : settings)
  return Object.freeze({
    destination,
    environmentErrors: settings.errors,
    cloudRole: user.cloudRole || defaultRole(env),
    cloudRoleInstance: user.cloudRoleInstance || env['WEBSITE_INSTANCE_ID'] || hostname(),
    applicationVersion: user.applicationVersion,
    sampling: Object.freeze({
      ratio: user.samplingRatio ?? 1,
      byKind: user.samplingRatioByKind ?? {},
      bySeverity: user.samplingRatioBySeverity ?? {},
    }),
    redactKeys: user.redactKeys ?? [],
    flatten: user.flatten,
    processors: user.processors ?? [],
    uncaught: user.uncaught,
    delivery: Object.freeze({
      maxBatchItems: user.maxBatchItems ?? 2_048,
      maxBatchBytes: user.maxBatchBytes ?? MIB,
      maxBatchAgeMs: user.maxBatchAgeMs ?? 2_000,
      maxQueueBytes: user.maxQueueBytes ?? 8 * MIB,
      minRetryDelayMs: user.minRetryDelayMs ?? 500,
      requestTimeoutMs: user.requestTimeoutMs ?? 30_000,
      exitFlushMs: user.exitFlushMs ?? 3_000,
      durability: user.durability ?? 'spool',
      storagePlaces: Object.freeze(storagePlaces(user.storagePath, env)),
      storageMaxBytes: user.storageMaxBytes ?? 100 * MIB,
      storageRetentionMs: user.storageRetentionMs ?? MAX_RETENTION_MS,
      storageMaintenanceMs: user.storageMaintenanceMs ?? 5_000,
      handleSignals: user.handleSignals ?? 'auto',
      signalFlushMs: user.signalFlushMs ?? 1_000,
      credential: user.credential,
      proxy: Object.freeze(proxy),
    }),
    onError: user.onError,
    onDrop: user.onDrop,
  })
}

/**
 * What `new TelemetryClient(options)` would throw for, but for modules of processors: nothing is loaded or opened.
 * @throws ConfigurationError
 */
export function checkClientOptions(options: TelemetryClientOptions): void {
  resolveOptions(options)
}

/**
 * Whether nothing says where telemetry is to go, while nobody has switched it off.
 * @throws ConfigurationError as `new TelemetryClient(options)` does
 */
export function isUnconfigured(options: TelemetryClientOptions): boolean {
  return resolveOptions(options).destination === 'missing'
}

// --- helpers, in order of use ---

const MIB = 1_048_576

/**
 * Where state of a program belongs, best first; what is in the temporary directory may be gone tomorrow.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ and systemd.exec(5), StateDirectory
 */
function storagePlaces(storagePath: string | undefined, env: Environment): StoragePlace[] {
  if (storagePath !== undefined) return [{ base: resolve(storagePath), levels: [] }]
  const [ofService = ''] = (env['STATE_DIRECTORY'] ?? '').split(':')
  const ofUser = process.platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_STATE_HOME'] || stateOfHome()
  return [
    ...[ofService, ofUser ?? ''].filter(Boolean).map((base) => ({ base: resolve(base), levels: ['azmon'] })),
    { base: tmpdir(), levels: [`azmon-${process.geteuid?.() ?? env['USERNAME'] ?? ''}`] },
  ]
}

/** Undefined where the user has no home, as in a container with a user id of its own. */
function stateOfHome(): string | undefined {
  try {
    return join(homedir(), '.local', 'state')
  } catch {
    return undefined
  }
}

/** Each scheme's proxy as a URL. Without a destination the environment's are of no use. */
function resolveProxy(
  user: string | ProxyOptions | undefined,
  settings: EnvironmentSettings | undefined,
): ProxyOptions {
  if (user === undefined) return settings?.proxy() ?? {}
  const given = typeof user === 'string' ? { http: user, https: user } : user
  return { http: proxyUrl('http', given.http), https: proxyUrl('https', given.https), noProxy: given.noProxy }
}

function proxyUrl(scheme: string, value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined
  const url = readProxyUrl(value)
  if (url !== undefined) return url
  throw new ConfigurationError('proxy', `The proxy for ${scheme} ${PROXY_FORM}`)
}

/** Key and endpoint always come from one source, the first that is there. */
function resolveDestination(
  user: TelemetryClientOptions,
  settings: EnvironmentSettings,
): ResolvedOptions['destination'] {
  if (user.disabled ?? settings.isDisabled) return 'disabled'
  if (user.connectionString !== undefined) return parseConnectionString(user.connectionString)
  if (user.instrumentationKey !== undefined) {
    return {
      instrumentationKey: readInstrumentationKey('instrumentationKey', user.instrumentationKey),
      ingestionEndpoint:
        user.endpoint === undefined ? DEFAULT_INGESTION_ENDPOINT : readEndpoint('endpoint', user.endpoint),
      tokenScope: DEFAULT_TOKEN_SCOPE,
    }
  }
  if (user.endpoint !== undefined) {
    throw new ConfigurationError(
      'endpoint',
      'endpoint needs instrumentationKey beside it. Better: pass the connectionString, which holds both.',
    )
  }
  const destination = settings.destination()
  if (user.required !== true || typeof destination !== 'string') return destination
  throw (
    settings.errors[0] ??
    new ConfigurationError(
      'connectionString',
      `No connection string was given. ${HOW_TO_CONNECT} Remove required to go on without telemetry.`,
    )
  )
}

/** The cure wherever nothing is configured. */
export const HOW_TO_CONNECT =
  'Set APPLICATIONINSIGHTS_CONNECTION_STRING or pass connectionString. To look at your telemetry on this machine: run npx azmon and copy the line it prints.'
