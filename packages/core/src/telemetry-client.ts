import { isoTime } from './clock'
import { Diagnostics, type Stats } from './diagnostics'
import type { Measurements, Properties } from './envelope/contracts'
import type { Envelope } from './envelope/envelope'
import { exceptionData } from './envelope/exception'
import { cut } from './envelope/limits'
import { toProperties } from './envelope/properties'
import { EnvelopeSerializer, type Serialization } from './envelope/serialize'
import { SeverityLevel } from './envelope/severity'
import type { Tags } from './envelope/tags'
import { HOW_TO_CONNECT, type ResolvedOptions, resolveOptions, type TelemetryClientOptions } from './options'
import type { DeliveryReport, FlushOptions } from './pipeline/flush'
import { type Lease, leasePipeline } from './pipeline/registry'
import { version } from './version'
import { warnOnce } from './warnings'

/** What every item may carry beside its own data. */
export interface TelemetryItem {
  /** Any values: strings stay as they are, dates become ISO-8601, everything nested becomes JSON. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined
  /** Finite numbers. */
  readonly measurements?: Readonly<Measurements> | undefined
  /** When it happened. @default now */
  readonly time?: Date | undefined
  readonly tags?: Tags | undefined
}

export interface TraceTelemetry extends TelemetryItem {
  readonly message: string
  /** @default SeverityLevel.Information */
  readonly severityLevel?: SeverityLevel | undefined
}

export interface ExceptionTelemetry extends TelemetryItem {
  /** The error, with everything it was caused by. Anything else that was thrown is taken too. */
  readonly exception: unknown
  /** @default SeverityLevel.Error */
  readonly severityLevel?: SeverityLevel | undefined
}

/**
 * The door to Azure Monitor: takes items, and brings them there in its own time. After construction nothing here throws,
 * and nothing keeps the process alive but a flush that somebody waits for.
 */
export class TelemetryClient {
  readonly #serializer: EnvelopeSerializer | undefined
  readonly #lease: Lease | undefined
  readonly #stopListening: () => void
  #state: 'open' | 'closed' = 'open'
  #closing: Promise<DeliveryReport> | undefined

  /** @throws ConfigurationError when an option, or the environment it falls back to, cannot work. */
  constructor(options: TelemetryClientOptions = {}) {
    const resolved = resolveOptions(options)
    const { destination } = resolved
    if (typeof destination === 'string') {
      if (destination === 'missing') {
        warnOnce('no connection string', `No connection string: telemetry goes nowhere. ${HOW_TO_CONNECT}`)
      }
      this.#stopListening = () => {}
      return
    }
    this.#serializer = new EnvelopeSerializer(destination.instrumentationKey, clientTags(resolved))
    this.#lease = leasePipeline(destination, resolved.delivery)
    this.#stopListening =
      resolved.onError === undefined ? () => {} : this.#lease.pipeline.diagnostics.onError(resolved.onError)
  }

  /**
   * Takes one envelope, which belongs to the client from then on, or what makes it: that is asked only where telemetry
   * goes anywhere, and may throw. Returns at once; never throws.
   */
  track(envelope: Envelope | (() => Envelope)): void {
    if (this.#lease === undefined || this.#serializer === undefined) return
    const { pipeline } = this.#lease
    if (this.#state === 'closed') return pipeline.refuse('closed')
    const serialization = attempt(this.#serializer, envelope)
    if (serialization.kind !== 'serialized') return pipeline.refuse(serialization.kind)
    pipeline.diagnostics.truncated += serialization.cuts
    pipeline.push(serialization.item)
  }

  /** One row of `traces`. Never throws. */
  trackTrace(trace: TraceTelemetry): void {
    this.track(() => {
      const { message, severityLevel = SeverityLevel.Information } = trace
      const baseData = { message: String(message), severityLevel, ...dimensionsOf(trace) }
      return { ...envelopeOf(trace), data: { baseType: 'MessageData', baseData } }
    })
  }

  /** One row of `exceptions`. Never throws. */
  trackException(telemetry: ExceptionTelemetry): void {
    this.track(() => {
      const { exception, severityLevel = SeverityLevel.Error } = telemetry
      const baseData = { ...exceptionData(exception), severityLevel, ...dimensionsOf(telemetry) }
      return { ...envelopeOf(telemetry), data: { baseType: 'ExceptionData', baseData } }
    })
  }

  /** Sends everything tracked so far. Resolves even on failure: what was not sent is in the report. */
  async flush(options: FlushOptions = {}): Promise<DeliveryReport> {
    return this.#lease === undefined ? NOTHING_TO_DELIVER : this.#lease.pipeline.flush(options)
  }

  /** Flushes, then leaves. What is tracked from now on is dropped and counted. Safe to call again. */
  close(options: FlushOptions = {}): Promise<DeliveryReport> {
    this.#state = 'closed'
    this.#closing ??= this.#flushAndLeave(options)
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close().then(() => {})
  }

  /** The account of this client's destination, shared by all its clients in the process. */
  stats(): Stats {
    return this.#lease?.pipeline.stats() ?? { ...new Diagnostics().stats({ queued: 0, inFlight: 0 }), disabled: true }
  }

  async #flushAndLeave(options: FlushOptions): Promise<DeliveryReport> {
    const report = await this.flush(options)
    this.#stopListening()
    await this.#lease?.release()
    return report
  }
}

// --- helpers, in order of use ---

const NOTHING_TO_DELIVER: DeliveryReport = { ok: true, sent: 0, spooled: 0, dropped: 0, pending: 0 }

/** A caller without types may hand over anything, and an object of its own may throw where it is read. */
function attempt(
  serializer: EnvelopeSerializer,
  envelope: Envelope | (() => Envelope),
): Serialization | { kind: 'unreadable' } {
  try {
    return serializer.serialize(typeof envelope === 'function' ? envelope() : envelope)
  } catch {
    return { kind: 'unreadable' }
  }
}

function clientTags({ cloudRole, cloudRoleInstance, applicationVersion }: ResolvedOptions): Tags {
  return {
    'ai.cloud.role': cut(cloudRole, 256),
    'ai.cloud.roleInstance': cut(cloudRoleInstance, 256),
    ...(applicationVersion === undefined ? {} : { 'ai.application.ver': cut(applicationVersion, 1_024) }),
    'ai.internal.sdkVersion': `azmon:${version}`,
  }
}

function envelopeOf({ time, tags }: TelemetryItem): Omit<Envelope, 'data'> {
  return { time: isoTime(time?.getTime()), ...(tags === undefined ? {} : { tags }) }
}

function dimensionsOf({ properties, measurements }: TelemetryItem): {
  properties?: Properties
  measurements?: Measurements
} {
  return {
    ...(properties === undefined ? {} : { properties: toProperties(properties) }),
    ...(measurements === undefined ? {} : { measurements: finite(measurements) }),
  }
}

function finite(measurements: Readonly<Measurements>): Measurements {
  return Object.fromEntries(Object.entries(measurements).filter(([, value]) => Number.isFinite(value)))
}
