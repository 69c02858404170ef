import {
  ConfigurationError,
  type DeliveryReport,
  type FlushOptions,
  type Stats,
  TelemetryClient,
  type TelemetryClientOptions,
} from '@azmon/core'

import TransportStream = require('winston-transport')

import type { LogInfo } from './log-info'
import { mapInfo } from './map-info'

/** What every winston transport takes (`level`, `format`, `silent`, …) and what a `TelemetryClient` takes, in one object. */
export interface AzureMonitorTransportOptions extends TransportStream.TransportStreamOptions, TelemetryClientOptions {
  /** Share this client instead of making one; it stays open when the logger ends. */
  readonly client?: TelemetryClient | undefined
}

/**
 * Brings a winston logger's records to Azure Monitor: `traces`, or `exceptions` where a record holds an error.
 * It never waits, never throws and never emits `'error'`; what goes wrong shows in `stats()` and `onError`.
 *
 * @example
 * winston.createLogger({ transports: [new AzureMonitorTransport({ connectionString })] })
 */
export class AzureMonitorTransport extends TransportStream {
  /** What winston's own `remove` and error texts call it. */
  readonly name = 'azure-monitor'
  readonly #client: TelemetryClient
  readonly #ownsClient: boolean

  /** @throws ConfigurationError when an option cannot work. */
  constructor(options: AzureMonitorTransportOptions = {}) {
    super(options)
    const { client, ...rest } = options
    const clientOptions = withoutWinstonOptions(rest)
    if (client !== undefined) refuseOptions(clientOptions)
    this.#ownsClient = client === undefined
    this.#client = client ?? new TelemetryClient(clientOptions)
  }

  override log(info: LogInfo, done: () => void): void {
    this.#client.track(() => mapInfo(info, this.#client.properties))
    if (this.listenerCount('logged') > 0) setImmediate(() => this.emit('logged', info))
    done()
  }

  /** Sends everything logged so far. Resolves even on failure: what was not sent is in the report. */
  flush(options: FlushOptions = {}): Promise<DeliveryReport> {
    return this.#client.flush(options)
  }

  /** The account of this transport's destination. */
  stats(): Stats {
    return this.#client.stats()
  }

  /** winston calls this when the transport is taken from a logger. It may be given to one again, so it stays usable. */
  override close(): void {
    void this.#client.flush({ timeoutMs: 0 }) // starts it; nobody waits, so the process need not either
  }

  /** `logger.end()`: `'finish'` comes when what was logged has been sent, or could not be. */
  override _final(done: () => void): void {
    const finished = this.#ownsClient ? this.#client.close() : this.#client.flush()
    void finished.then(() => done())
  }
}

// --- helpers, in order of use ---

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

function withoutWinstonOptions(options: object): TelemetryClientOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !WINSTON_OPTIONS.has(name)))
}

function refuseOptions(clientOptions: TelemetryClientOptions): void {
  const [name] = Object.keys(clientOptions)
  if (name === undefined) return
  throw new ConfigurationError(name, `${name} and client exclude each other. Give ${name} to the client instead.`)
}
