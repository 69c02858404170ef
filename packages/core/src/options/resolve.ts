import { hostname } from 'node:os'
import type { OnDrop } from '../diagnostics/stats'
import type { SeverityLevel } from '../envelope/severity'
import { ConfigurationError } from '../errors'
import { checkOptions } from './check-options'
import {
  DEFAULT_INGESTION_ENDPOINT,
  DEFAULT_TOKEN_SCOPE,
  type Destination,
  parseConnectionString,
  readEndpoint,
  readInstrumentationKey,
} from './connection-string'
import { defaultRole } from './default-role'
import { type Environment, EnvironmentSettings, PROXY_FORM } from './environment'
import { type DeliverySettings, deliverySettings, OPTIONS, type WithDefaults, withDefaults } from './option-table'
import { readProxyUrl } from './proxy-url'
import { type StoragePlace, storagePlaces } from './storage-places'
import type { Processor, ProxyOptions, TelemetryClientOptions, TokenCredential } from './telemetry-client-options'

/** Ratios are 0 to 1. */
export interface SamplingOptions {
  readonly ratio: number
  readonly byKind: Readonly<Record<string, number | undefined>>
  readonly bySeverity: Readonly<Partial<Record<SeverityLevel, number>>>
}

/** The options that belong to a destination, as its first client has set them. */
export interface DeliveryOptions extends Omit<DeliverySettings, 'handleSignals'> {
  readonly handleSignals: boolean
  /** Where spools may be, best first. */
  readonly storagePlaces: readonly StoragePlace[]
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
  readonly flattens: boolean
  readonly processors: readonly (Processor | string)[]
  readonly recordsUncaught: boolean
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
  const options = withDefaults(user)
  const settings = new EnvironmentSettings(env)
  const destination = resolveDestination(user, settings)
  const proxy = resolveProxy(user.proxy, typeof destination === 'string' ? undefined : settings)
  return Object.freeze({
    destination,
    environmentErrors: settings.errors,
    cloudRole: user.cloudRole || defaultRole(env),
    cloudRoleInstance: user.cloudRoleInstance || env[OPTIONS.cloudRoleInstance.environment[0]] || hostname(),
    applicationVersion: user.applicationVersion,
    sampling: Object.freeze({
      ratio: options.samplingRatio,
      byKind: options.samplingRatioByKind,
      bySeverity: options.samplingRatioBySeverity,
    }),
    redactKeys: options.redactKeys,
    flattens: options.flatten !== false,
    processors: options.processors,
    recordsUncaught: options.uncaught !== false,
    delivery: deliveryOptions(options, proxy, env),
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

function deliveryOptions(
  options: TelemetryClientOptions & WithDefaults,
  proxy: ProxyOptions,
  env: Environment,
): DeliveryOptions {
  const { handleSignals, storagePath, credential } = options
  return Object.freeze({
    ...deliverySettings(options),
    handleSignals: handleSignals !== false,
    storagePlaces: Object.freeze(storagePlaces(storagePath, env)),
    credential,
    proxy: Object.freeze(proxy),
  })
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
