import type { Stats } from '../diagnostics/stats'
import type { Envelope } from '../envelope/envelope'
import type { PropertySerializer } from '../envelope/properties'
import type { PreserializedTrace } from '../item/serialize'
import type { TelemetryClientOptions } from '../options/telemetry-client-options'
import type { DeliveryReport, FlushOptions } from '../pipeline/flush-watch'
import type { SplitOptions } from './adapter-options'
import { TelemetryClient } from './telemetry-client'

/** The client of an adapter, or the options to open one. */
export interface AdapterClientOptions extends SplitOptions {
  /** Called with an error of the adapter's own client, at most once in 10 s, because an outage causes many errors. */
  readonly onTrouble?: ((error: Error) => void) | undefined
}

/** The client of an adapter: either its own, or one that the application passes and closes itself. */
export class AdapterClient {
  /** False if the application passed the client. */
  readonly ownsClient: boolean
  readonly #open: () => TelemetryClient
  #client: TelemetryClient
  #isReleased = false

  /** @throws ConfigurationError if a client option is invalid. */
  constructor({ client, clientOptions, onTrouble }: AdapterClientOptions) {
    this.ownsClient = client === undefined
    const options = onTrouble === undefined ? clientOptions : withListener(clientOptions, onTrouble)
    this.#open = () => client ?? new TelemetryClient(options)
    this.#client = this.#open()
  }

  /** The client. After `release`, this opens a new one. */
  get client(): TelemetryClient {
    if (this.#isReleased) this.#client = this.#open()
    this.#isReleased = false
    return this.#client
  }

  /** Returns the counts of the client's destination, including all its clients in the process. */
  stats(): Stats {
    return this.#client.stats()
  }

  /** Sends everything tracked so far. Always resolves. The report counts the items that were not sent. */
  flush(options?: FlushOptions): Promise<DeliveryReport> {
    return this.#client.flush(options)
  }

  /**
   * Closes the adapter's own client, so that items tracked later are dropped and counted. Only flushes a client that the
   * application passed.
   */
  close(options?: FlushOptions): Promise<DeliveryReport> {
    return this.ownsClient ? this.#client.close(options) : this.#client.flush(options)
  }

  /**
   * Flushes in the background, and closes the adapter's own client without keeping the process alive. Used by adapters that
   * may be used again: the next use of `client` opens a new one.
   */
  release(): void {
    if (!this.ownsClient) return void this.#client.flush({ timeoutMs: 0 })
    if (!this.#isReleased) this.#client.release()
    this.#isReleased = true
  }
}

/**
 * Receives the records of a logger. After construction it never throws, never blocks and writes nothing to the console.
 *
 * @example
 * const { log, ...split } = splitLogOptions(options)
 * const sink = new LogSink(split)
 * sink.track(() => logEnvelope(record, operation, { ...log, serializer: sink.properties }))
 */
export class LogSink extends AdapterClient {
  /**
   * Serializes values according to the client's options. Meant for `LogContext.serializer`. Changes when a new client is
   * opened.
   */
  get properties(): PropertySerializer {
    return this.client.properties
  }

  /** True if `make` may return a `PreserializedTrace`, because there are no processors and no trace is sampled out. */
  get acceptsPreserialized(): boolean {
    return this.client.acceptsPreserialized
  }

  /**
   * Tracks the result of `make`, which is called before this returns, so the record may be changed afterwards. Does not
   * call `make` if there is no destination. An error of `make` is counted as `unreadable`, and reported through `lastError`
   * and `onError`, rate-limited.
   */
  track(make: () => Envelope | PreserializedTrace): void {
    this.client.track(make)
  }
}

// --- helpers, in order of use ---

/** Adds a listener, which is called before the application's own and less often. */
function withListener(options: TelemetryClientOptions, onTrouble: (error: Error) => void): TelemetryClientOptions {
  const { onError = () => {} } = options
  if (typeof onError !== 'function') return options // the client rejects it
  let reportedMs = Number.NEGATIVE_INFINITY
  const onEveryError = (error: Error) => {
    if (performance.now() - reportedMs >= TROUBLE_INTERVAL_MS) {
      reportedMs = performance.now()
      onTrouble(error)
    }
    onError(error)
  }
  return { ...options, onError: onEveryError }
}

const TROUBLE_INTERVAL_MS = 10_000
