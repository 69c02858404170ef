import type { Stats } from '../diagnostics/stats'
import type { Envelope } from '../envelope/envelope'
import type { PropertySerializer } from '../envelope/properties'
import type { PreserializedTrace } from '../item/serialize'
import type { DeliveryReport, FlushOptions } from '../pipeline/flush-watch'
import type { SplitOptions } from './adapter-options'
import { TelemetryClient } from './telemetry-client'

/** The client of an adapter: its own, or one that the application shares and closes itself. */
export class AdapterClient {
  /** False if the application gave its client. */
  readonly ownsClient: boolean
  readonly #open: () => TelemetryClient
  #client: TelemetryClient
  #isReleased = false

  /** @throws ConfigurationError if a client option cannot work. */
  constructor({ client, clientOptions }: SplitOptions) {
    this.ownsClient = client === undefined
    this.#open = () => client ?? new TelemetryClient(clientOptions)
    this.#client = this.#open()
  }

  /** The client, opened again after `release`. */
  get client(): TelemetryClient {
    if (this.#isReleased) this.#client = this.#open()
    this.#isReleased = false
    return this.#client
  }

  /** The account of the client's destination, which all its clients in the process share. */
  stats(): Stats {
    return this.#client.stats()
  }

  /** Sends everything tracked so far. Resolves even on failure: what was not sent is in the report. */
  flush(options?: FlushOptions): Promise<DeliveryReport> {
    return this.#client.flush(options)
  }

  /** Own client: closes it, and items that are tracked later are dropped and counted. Given client: only flushes it. */
  close(options?: FlushOptions): Promise<DeliveryReport> {
    return this.ownsClient ? this.#client.close(options) : this.#client.flush(options)
  }

  /**
   * For an adapter that may be used again: sends in the background and, with a client of its own, closes it without keeping
   * the process alive. The next use of `client` opens a new one.
   */
  release(): void {
    if (!this.ownsClient) return void this.#client.flush({ timeoutMs: 0 })
    if (!this.#isReleased) this.#client.release()
    this.#isReleased = true
  }
}

/**
 * Where the records of a logger go. After construction it never throws, never waits and writes nothing to the console.
 *
 * @example
 * const { log, ...split } = splitLogOptions(options)
 * const sink = new LogSink(split)
 * sink.track(() => logEnvelope(record, operation, { ...log, serializer: sink.properties }))
 */
export class LogSink extends AdapterClient {
  /** Serializes values as the client's options say: for `LogContext.serializer`. Changes when the client is opened again. */
  get properties(): PropertySerializer {
    return this.client.properties
  }

  /** Whether `make` may return a `PreserializedTrace`: no processor has to see traces, and none is sampled out. */
  get acceptsPreserialized(): boolean {
    return this.client.acceptsPreserialized
  }

  /**
   * Calls `make` before it returns, so a record may be changed afterwards; not at all if telemetry goes nowhere. What `make`
   * throws reaches `lastError`, `onError` (rate-limited) and the count `unreadable`.
   */
  track(make: () => Envelope | PreserializedTrace): void {
    this.client.track(make)
  }
}
