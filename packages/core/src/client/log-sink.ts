import type { Envelope } from '../envelope/envelope'
import type { PropertySerializer } from '../envelope/properties'
import type { PreserializedTrace } from '../item/serialize'
import { AdapterClient } from './adapter-client'

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
