import type { OnDrop } from '../diagnostics/stats'
import type { EnvelopeKind } from '../envelope/contracts'
import type { Envelope } from '../envelope/envelope'
import type { SeverityLevel } from '../envelope/severity'

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

/**
 * Sees each envelope before sampling and may change it in place. `false` drops the item; any other result keeps it.
 * After a throw, or where it left no envelope behind, the item goes on as it was before.
 * Setting `sampleRate = 100` protects an item from sampling.
 */
export type Processor = (envelope: Envelope) => unknown
