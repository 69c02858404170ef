import type { OnDrop } from '../diagnostics/stats'
import type { EnvelopeKind } from '../envelope/contracts'
import type { Envelope } from '../envelope/envelope'
import type { SeverityLevel } from '../envelope/severity'

/**
 * The options of a client. Those from `maxBatchItems` to `proxy` belong to the destination: the first client of a
 * connection string in a process sets them, and a later client with another value gets one warning.
 */
export interface TelemetryClientOptions {
  /** The connection string on the Overview page of the resource. @default APPLICATIONINSIGHTS_CONNECTION_STRING */
  readonly connectionString?: string | undefined
  /** The instrumentation key, if there is no connection string. @default APPINSIGHTS_INSTRUMENTATIONKEY */
  readonly instrumentationKey?: string | undefined
  /** The ingestion endpoint; only with the option `instrumentationKey`. @default https://dc.services.visualstudio.com */
  readonly endpoint?: string | undefined
  /**
   * Allow http to hosts of a private network, such as `host.docker.internal`, other containers or 192.168.0.7, for a local
   * Application Insights there. Not with a `credential`. @default false, or true if AZMON_ALLOW_PRIVATE_HTTP is 1
   */
  readonly allowPrivateHttp?: boolean | undefined
  /** Throw if there is no connection string. Without this, one warning is printed and nothing is sent. @default false */
  readonly required?: boolean | undefined
  /** Accept telemetry, send nothing and print nothing. @default false, or true if AZMON_DISABLED is 1 */
  readonly disabled?: boolean | undefined
  /** `cloud_RoleName`. @default OTEL_SERVICE_NAME, WEBSITE_SITE_NAME, the name in the nearest package.json, the script's name */
  readonly cloudRole?: string | undefined
  /** `cloud_RoleInstance`. @default WEBSITE_INSTANCE_ID, the host name */
  readonly cloudRoleInstance?: string | undefined
  /** `application_Version`, or an empty string for none. @default the version in the nearest package.json that has a name */
  readonly applicationVersion?: string | undefined
  /** The share of items to keep, from 0 to 1, for whole operations at a time. Errors and metrics are always kept. @default 1 */
  readonly samplingRatio?: number | undefined
  /** Other ratios for kinds of items: `{ Message: 0.1 }`. @default {} */
  readonly samplingRatioByKind?: Readonly<Partial<Record<SampledKind, number>>> | undefined
  /** Other ratios for severity levels, which override those by kind and also apply to errors: `{ 0: 0.01, 3: 0.5 }`. @default {} */
  readonly samplingRatioBySeverity?: Readonly<Partial<Record<SeverityLevel, number>>> | undefined
  /** Keys and URL parameters to redact, in any spelling, in addition to password, token, authorization, cookie and others. @default [] */
  readonly redactKeys?: readonly string[] | undefined
  /** `'dot'` or `true` writes nested objects as `user.id` instead of JSON. @default false */
  readonly flatten?: 'dot' | boolean | undefined
  /** Functions `(envelope) => …`, or paths of modules that export one. They run before sampling; `false` drops the item. @default [] */
  readonly processors?: readonly (Processor | string)[] | undefined
  /** `'record'` or `true` records uncaught errors as exceptions. The process ends as it would without this. @default false */
  readonly uncaught?: 'record' | boolean | undefined
  /**
   * Called with each delivery error, which may happen often during an outage. It must not log through this client. @default
   * none
   */
  readonly onError?: ((error: Error) => void) | undefined
  /**
   * Called with `(reason, count, severityLevel)` when items are lost, with the totals since the last call. It must not log
   * through this client. @default none
   */
  readonly onDrop?: OnDrop | undefined

  /** Send when this many items are queued. @default 2,048 */
  readonly maxBatchItems?: number | undefined
  /** Send when the queued items have this size, uncompressed; at most an eighth of `maxQueueBytes`. @default 1 MiB */
  readonly maxBatchBytes?: number | undefined
  /** Send when the oldest item has waited this long; 250 ms if an error is queued. @default 2,000 */
  readonly maxBatchAgeMs?: number | undefined
  /** The size of the queue; requests in flight may hold as much again. The oldest batch of a full queue goes to the disk. @default 8 MiB */
  readonly maxQueueBytes?: number | undefined
  /** The upper bound of the first retry delay. It doubles with each failure, up to 60 s. @default 500 */
  readonly minRetryDelayMs?: number | undefined
  /** A request that takes longer has failed. @default 30,000 */
  readonly requestTimeoutMs?: number | undefined
  /** How long a process that ends by itself is kept alive to send its telemetry. @default 3,000 */
  readonly exitFlushMs?: number | undefined
  /** How long a signal, `process.exit()` or an uncaught error is delayed to send telemetry; 0 only stores it. @default 1,000 */
  readonly signalFlushMs?: number | undefined
  /**
   * `'auto'` and `true` store telemetry on SIGTERM, SIGINT and SIGHUP. If the application has no handler for the signal,
   * they also send telemetry, and the signal then ends the process as usual. `false` ignores signals. @default 'auto'
   */
  readonly handleSignals?: 'auto' | boolean | undefined
  /**
   * How safe a logged item is. `'memory'` never touches the disk. `'spool'` stores what does not fit into memory, what the
   * endpoint does not accept, and what is left at exit. `'journal'` stores each item at once, so that it survives kill -9;
   * `'journal+fsync'` also survives a power loss. @default 'spool'
   */
  readonly durability?: Durability | undefined
  /**
   * The directory for stored telemetry; by default the first of these that only this user can write in. @default
   * STATE_DIRECTORY, XDG_STATE_HOME or ~/.local/state (Windows: LOCALAPPDATA), the temporary directory
   */
  readonly storagePath?: string | undefined
  /** The size limit of that directory, for all processes together; the oldest batches are dropped to stay below it. @default 100 MiB */
  readonly storageMaxBytes?: number | undefined
  /** How long a batch is kept there. The service rejects items older than two days. @default 47 h */
  readonly storageRetentionMs?: number | undefined
  /** How often to look for batches that other processes left there. @default 5,000 */
  readonly storageMaintenanceMs?: number | undefined
  /**
   * Signs requests: any object with `getToken(scope)`, such as a credential of `@azure/identity` whose identity has the role
   * Monitoring Metrics Publisher. The scope is the connection string's `AadAudience`. @default none
   */
  readonly credential?: TokenCredential | undefined
  /**
   * `'http://proxy.example:3128'`, or `{ http, https, noProxy }`; requests use a CONNECT tunnel. The environment's proxy is
   * not used for this machine. @default HTTPS_PROXY, HTTP_PROXY, NO_PROXY
   */
  readonly proxy?: string | ProxyOptions | undefined
}

export type Durability = 'memory' | 'spool' | 'journal' | 'journal+fsync'

/** A credential of `@azure/identity`, or any object with the same method. */
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

/** The kinds of items that sampling applies to: all except metrics. */
export type SampledKind = Exclude<EnvelopeKind, 'Metric'>

/**
 * Receives each envelope before sampling and may change it in place. Returning `false` drops the item; any other result keeps
 * it. If the function throws or leaves something that is not an envelope, its changes are undone. `sampleRate = 100`
 * exempts an item from sampling.
 */
export type Processor = (envelope: Envelope) => unknown
