import {
  arrayOf,
  boolean,
  callback,
  credential,
  integer,
  oneOf,
  proxy,
  type Rule,
  ratio,
  ratiosOf,
  string,
} from './rules'
import type { TelemetryClientOptions } from './telemetry-client-options'

/** Defines how an option is checked and resolved. TelemetryClientOptions documents its meaning. */
export interface OptionRow {
  readonly rule: Rule
  /** Delivery options belong to the destination: all its clients in a process use the options of the first client. */
  readonly scope: 'client' | 'delivery'
  /** The value if neither the option nor a variable is set. */
  readonly default?: unknown
  /** Environment variables for the option. The first one that is set is used. */
  readonly environment?: readonly string[]
}

const MIB = 1_048_576

/** The maximum delay of setTimeout. */
const MAX_TIMER_MS = 2_147_483_647

/** Less than 48 hours, because the service rejects items older than that. */
const MAX_RETENTION_MS = 47 * 3_600_000

/** All options. The only source of checks, defaults and environment variables. */
export const OPTIONS = {
  connectionString: { rule: string, scope: 'client', environment: ['APPLICATIONINSIGHTS_CONNECTION_STRING'] },
  instrumentationKey: { rule: string, scope: 'client', environment: ['APPINSIGHTS_INSTRUMENTATIONKEY'] },
  endpoint: { rule: string, scope: 'client' },
  allowPrivateHttp: { rule: boolean, scope: 'client', environment: ['AZMON_ALLOW_PRIVATE_HTTP'] },
  required: { rule: boolean, scope: 'client', default: false },
  disabled: { rule: boolean, scope: 'client', environment: ['AZMON_DISABLED'] },
  cloudRole: { rule: string, scope: 'client', environment: ['OTEL_SERVICE_NAME', 'WEBSITE_SITE_NAME'] },
  cloudRoleInstance: { rule: string, scope: 'client', environment: ['WEBSITE_INSTANCE_ID'] },
  applicationVersion: { rule: string, scope: 'client' },
  samplingRatio: { rule: ratio, scope: 'client', default: 1 },
  samplingRatioByKind: {
    rule: ratiosOf('Message', 'Exception', 'Event', 'Request', 'RemoteDependency', 'Availability', 'PageView'),
    scope: 'client',
    default: {},
  },
  samplingRatioBySeverity: { rule: ratiosOf('0', '1', '2', '3', '4'), scope: 'client', default: {} },
  redactKeys: { rule: arrayOf('strings', (item) => typeof item === 'string'), scope: 'client', default: [] },
  flatten: { rule: oneOf('dot', true, false), scope: 'client', default: false },
  processors: {
    rule: arrayOf('functions or module paths', (item) => typeof item === 'string' || typeof item === 'function'),
    scope: 'client',
    default: [],
  },
  uncaught: { rule: oneOf('record', true, false), scope: 'client', default: false },
  onError: { rule: callback, scope: 'client' },
  onDrop: { rule: callback, scope: 'client' },

  maxBatchItems: {
    rule: integer(1, 64_000), // the limit of the service for one request
    scope: 'delivery',
    default: 2_048,
  },
  maxBatchBytes: { rule: integer(65_536, 16 * MIB), scope: 'delivery', default: MIB },
  maxBatchAgeMs: { rule: integer(1, MAX_TIMER_MS), scope: 'delivery', default: 2_000 },
  maxQueueBytes: { rule: integer(65_536, 1_024 * MIB), scope: 'delivery', default: 8 * MIB },
  minRetryDelayMs: { rule: integer(1, 60_000), scope: 'delivery', default: 500 },
  requestTimeoutMs: { rule: integer(1, MAX_TIMER_MS), scope: 'delivery', default: 30_000 },
  exitFlushMs: { rule: integer(0, MAX_TIMER_MS), scope: 'delivery', default: 3_000 },
  signalFlushMs: { rule: integer(0, MAX_TIMER_MS), scope: 'delivery', default: 1_000 },
  handleSignals: { rule: oneOf('auto', true, false), scope: 'delivery', default: 'auto' },
  durability: { rule: oneOf('memory', 'spool', 'journal', 'journal+fsync'), scope: 'delivery', default: 'spool' },
  storagePath: { rule: string, scope: 'delivery' },
  storageMaxBytes: { rule: integer(MIB, 1_048_576 * MIB), scope: 'delivery', default: 100 * MIB },
  storageRetentionMs: { rule: integer(1_000, MAX_RETENTION_MS), scope: 'delivery', default: MAX_RETENTION_MS },
  storageMaintenanceMs: { rule: integer(100, MAX_TIMER_MS), scope: 'delivery', default: 5_000 },
  credential: { rule: credential, scope: 'delivery' },
  proxy: { rule: proxy, scope: 'delivery', environment: ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'] },
} as const satisfies Readonly<Record<keyof TelemetryClientOptions, OptionRow>>

export type OptionName = keyof typeof OPTIONS

/** Returns whether `name` is the name of an option of `TelemetryClient`. */
export function isClientOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name)
}

/** The options that have a default, with their resolved values. */
export type WithDefaults = {
  readonly [K in OptionName as (typeof OPTIONS)[K] extends { default: unknown } ? K : never]: NonNullable<
    TelemetryClientOptions[K]
  >
}

export function withDefaults(user: TelemetryClientOptions): TelemetryClientOptions & WithDefaults {
  const rows = Object.entries<OptionRow>(OPTIONS)
  const values: object = Object.fromEntries(rows.map(([name, row]) => [name, user[name as OptionName] ?? row.default]))
  return values as TelemetryClientOptions & WithDefaults
}

/** The delivery options that have a default. */
export type DeliverySettings = Pick<
  WithDefaults,
  { [K in keyof WithDefaults]: (typeof OPTIONS)[K]['scope'] extends 'delivery' ? K : never }[keyof WithDefaults]
>

export function deliverySettings(options: WithDefaults): DeliverySettings {
  const entries = Object.entries<OptionRow>(OPTIONS).filter(([, row]) => row.scope === 'delivery' && 'default' in row)
  return Object.fromEntries(
    entries.map(([name]) => [name, options[name as keyof DeliverySettings]]),
  ) as DeliverySettings
}
