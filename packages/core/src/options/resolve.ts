import { hostname } from 'node:os'
import type { OnDrop } from '../diagnostics/stats'
import { warnOnce } from '../diagnostics/warnings'
import type { SeverityLevel } from '../envelope/severity'
import { ConfigurationError } from '../errors'
import { checkOptions } from './check-options'
import {
  DEFAULT_INGESTION_ENDPOINT,
  DEFAULT_TOKEN_SCOPE,
  type Destination,
  parseConnectionString,
  readInstrumentationKey,
} from './connection-string'
import { defaultProgram } from './default-program'
import { readEndpoint } from './endpoint'
import { type Environment, EnvironmentSettings, PROXY_FORM } from './environment'
import { type DeliverySettings, deliverySettings, OPTIONS, type WithDefaults, withDefaults } from './option-table'
import { readProxyUrl } from './proxy-url'
import { type StoragePlace, storagePlaces } from './storage-places'
import type { Processor, ProxyOptions, TelemetryClientOptions, TokenCredential } from './telemetry-client-options'

/** The sampling ratios, from 0 to 1. */
export interface SamplingOptions {
  readonly ratio: number
  readonly byKind: Readonly<Record<string, number | undefined>>
  readonly bySeverity: Readonly<Partial<Record<SeverityLevel, number>>>
}

/** The options of a destination. Its first client sets them. */
export interface DeliveryOptions extends Omit<DeliverySettings, 'handleSignals'> {
  readonly handleSignals: boolean
  /** Possible locations of the spool, best first. */
  readonly storagePlaces: readonly StoragePlace[]
  readonly credential: TokenCredential | undefined
  readonly proxy: ProxyOptions
}

export interface ResolvedOptions {
  /**
   * The destination, or the reason why nothing is sent: telemetry is switched off, no destination is configured, or an
   * environment variable is invalid.
   */
  readonly destination: Destination | 'disabled' | 'missing' | 'invalid'
  /** One error for each environment variable that was ignored because its value is invalid. */
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
 * Resolves and checks options. User options override the environment, which overrides the defaults. The result is frozen.
 * @throws ConfigurationError for an invalid option, and for an invalid environment variable if telemetry is `required`.
 */
export function resolveOptions(user: TelemetryClientOptions, env: Environment = process.env): ResolvedOptions {
  checkOptions(user)
  const options = withDefaults(user)
  const settings = new EnvironmentSettings(env)
  const destination = resolveDestination(user, settings)
  const proxy = resolveProxy(user.proxy, typeof destination === 'string' ? undefined : settings)
  const program = defaultProgram(env)
  return Object.freeze({
    destination,
    environmentErrors: settings.errors,
    cloudRole: user.cloudRole || program.role,
    cloudRoleInstance: user.cloudRoleInstance || env[OPTIONS.cloudRoleInstance.environment[0]] || hostname(),
    applicationVersion: (user.applicationVersion ?? program.version) || undefined,
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

/** Warns once if nothing is sent because no destination is configured, and about invalid environment variables. */
export function warnOfDestination({ destination, environmentErrors }: ResolvedOptions): void {
  if (environmentErrors.length > 0) {
    warnOnce('environment', environmentErrors.map(({ message }) => message).join(' '))
  }
  if (destination === 'missing') {
    warnOnce('no connection string', `No connection string is set, so no telemetry is sent. ${HOW_TO_CONNECT}`)
  }
}

/**
 * Checks options as `new TelemetryClient(options)` does, without loading processor modules or opening anything.
 * @throws ConfigurationError for the first invalid option.
 */
export function checkClientOptions(options: TelemetryClientOptions): void {
  resolveOptions(options)
}

/**
 * Returns whether no destination is configured although telemetry is not switched off.
 * @throws ConfigurationError for the first invalid option.
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

/**
 * Resolves the proxies. Reads them from the environment only if there is a destination (`settings`), so that unused values
 * are not reported.
 */
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

/**
 * Resolves the destination. Key and endpoint always come from the same source, so that no key is sent to another resource's
 * endpoint.
 */
function resolveDestination(
  user: TelemetryClientOptions,
  settings: EnvironmentSettings,
): ResolvedOptions['destination'] {
  if (user.disabled ?? settings.isDisabled) return 'disabled'
  const httpHosts = mayUsePrivateHttp(user, settings) ? 'private' : 'loopback'
  if (user.connectionString !== undefined) return parseConnectionString(user.connectionString, httpHosts)
  if (user.instrumentationKey !== undefined) {
    return {
      instrumentationKey: readInstrumentationKey('instrumentationKey', user.instrumentationKey),
      ingestionEndpoint:
        user.endpoint === undefined ? DEFAULT_INGESTION_ENDPOINT : readEndpoint('endpoint', user.endpoint, httpHosts),
      tokenScope: DEFAULT_TOKEN_SCOPE,
    }
  }
  if (user.endpoint !== undefined) {
    throw new ConfigurationError(
      'endpoint',
      'endpoint must be given with instrumentationKey, got endpoint alone. Pass connectionString, which contains both.',
    )
  }
  const destination = settings.destination(httpHosts)
  if (user.required !== true || typeof destination !== 'string') return destination
  throw (
    settings.errors[0] ??
    new ConfigurationError(
      'connectionString',
      `No connection string was given. ${HOW_TO_CONNECT} Remove required to run without telemetry.`,
    )
  )
}

/** A token must not be sent unencrypted, because anybody on the network could read and use it. */
function mayUsePrivateHttp(user: TelemetryClientOptions, settings: EnvironmentSettings): boolean {
  return (user.allowPrivateHttp ?? settings.allowsPrivateHttp) && user.credential === undefined
}

/** Advice for every message that no destination is configured. */
const HOW_TO_CONNECT =
  'Set APPLICATIONINSIGHTS_CONNECTION_STRING or pass connectionString. To view telemetry on this machine, run npx azmon and copy the line that it prints.'
