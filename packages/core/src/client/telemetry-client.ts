import { inActiveOperation } from '../adapter/active-operation'
import { inOperationOfThrow } from '../adapter/thrown-in'
import { callSafely } from '../call-safely'
import { atOnce } from '../diagnostics/at-once'
import { Diagnostics } from '../diagnostics/diagnostics'
import { countException } from '../diagnostics/exception-count'
import type { FilterReason, Stats } from '../diagnostics/stats'
import { warnOnce } from '../diagnostics/warnings'
import type { Envelope } from '../envelope/envelope'
import { PropertySerializer } from '../envelope/properties'
import { SeverityLevel } from '../envelope/severity'
import type { Tags } from '../envelope/tags'
import { acceptsPreserialized, type Intake, type IntakeParts, takeIn } from '../intake/process-envelope'
import { loadProcessors } from '../intake/processors'
import { EnvelopeSerializer, type PreserializedTrace } from '../item/serialize'
import { HOW_TO_CONNECT, type ResolvedOptions, resolveOptions } from '../options/resolve'
import type { TelemetryClientOptions } from '../options/telemetry-client-options'
import type { DeliveryReport, FlushOptions } from '../pipeline/flush-watch'
import type { Pipeline } from '../pipeline/pipeline'
import { type Lease, leasePipeline } from '../pipeline/registry'
import { Redactor } from '../redaction/redactor'
import type { LastWords } from '../shutdown/exit-hooks'
import { onUncaught } from '../shutdown/uncaught'
import { version } from '../version'
import { type AvailabilityOptions, type Probe, probeAvailability } from './availability'
import {
  type AvailabilityTelemetry,
  type DependencyTelemetry,
  type EventTelemetry,
  type ExceptionTelemetry,
  envelopeOf,
  type MetricTelemetry,
  type RequestTelemetry,
  type TraceTelemetry,
} from './telemetry'

/**
 * The door to Azure Monitor: takes items, and brings them there in its own time. After construction nothing here throws,
 * and nothing keeps the process alive but a flush that somebody waits for.
 */
export class TelemetryClient {
  /** How this client writes values as text: for adapters that make envelopes of their own. */
  readonly properties: PropertySerializer
  /** Whether `track` takes traces whose texts are JSON already: nobody wants to see one on its way, and none is left out. */
  readonly acceptsPreserialized: boolean
  readonly #lease: Lease | undefined
  readonly #intake: IntakeParts | undefined
  readonly #stopListening: readonly (() => void)[]
  readonly #lastWords = new Set<{ readonly speak: LastWords }>()
  #state: 'open' | 'closed' = 'open'
  #closing: Promise<DeliveryReport> | undefined

  /** @throws ConfigurationError when an option cannot work. A wrong environment variable is only warned of. */
  constructor(options: TelemetryClientOptions = {}) {
    const resolved = resolveOptions(options)
    const processors = loadProcessors(resolved.processors)
    const { destination, environmentErrors, sampling } = resolved
    if (environmentErrors.length > 0) {
      warnOnce('environment', environmentErrors.map(({ message }) => message).join(' '))
    }
    if (destination === 'missing') {
      warnOnce('no connection string', `No connection string: telemetry goes nowhere. ${HOW_TO_CONNECT}`)
    }
    this.#lease = typeof destination === 'string' ? undefined : leasePipeline(destination, resolved.delivery)
    const diagnostics = this.#lease?.pipeline.diagnostics ?? new Diagnostics()
    const redactor = new Redactor(resolved.redactKeys, () => {
      diagnostics.redacted++
    })
    this.properties = new PropertySerializer(redactor, resolved.flatten)
    this.#stopListening = [
      this.#lease?.pipeline.onLastWords((isFinal) => this.#takeLastWords(isFinal)) ?? (() => {}),
      ...(resolved.onError === undefined ? [] : [diagnostics.onError(resolved.onError)]),
      ...(resolved.onDrop === undefined ? [] : [diagnostics.onDrop(resolved.onDrop)]),
      ...(resolved.uncaught === 'record' ? [onUncaught((error, origin) => this.#recordUncaught(error, origin))] : []),
    ]
    this.acceptsPreserialized = typeof destination !== 'string' && acceptsPreserialized({ processors, sampling })
    if (typeof destination === 'string') return
    const onProcessorError = (error: unknown) => diagnostics.processorFailed(error)
    const serializer = new EnvelopeSerializer(destination.instrumentationKey, clientTags(resolved))
    this.#intake = { processors, onProcessorError, sampling, redactor, serializer }
  }

  /**
   * Takes one envelope, which belongs to the client from then on, or what makes it: that is asked only where telemetry
   * goes anywhere, may throw, and may write a trace itself where `acceptsPreserialized`. Returns at once; never throws.
   */
  track(envelope: Envelope | (() => Envelope | PreserializedTrace)): void {
    if (this.#lease === undefined || this.#intake === undefined) return
    const { pipeline } = this.#lease
    if (this.#state === 'closed') return pipeline.refuse('closed')
    const intake = attempt(envelope, this.#intake, pipeline.diagnostics)
    switch (intake.kind) {
      case 'serialized':
        pipeline.diagnostics.cut(intake.cuts)
        if (intake.baseType === 'ExceptionData') countException()
        return pipeline.push(intake.item)
      case 'filtered':
        return pipeline.diagnostics.filtered(intake.reason)
      case 'too-large':
      case 'unreadable':
        return pipeline.refuse(intake.kind)
    }
  }

  /** Counts an item that was left out on purpose before it was made, such as a span whose trace is not kept. */
  countFiltered(reason: FilterReason): void {
    this.#lease?.pipeline.diagnostics.filtered(reason)
  }

  /** Reports that a function of the application's has failed, such as an exporter of spans: `lastError` and `onError` tell. */
  reportFailure(name: string, error: unknown): void {
    this.#lease?.pipeline.diagnostics.functionFailed(name, error)
  }

  /** One row of `traces`. Never throws. */
  trackTrace(trace: TraceTelemetry): void {
    this.#trackHere(() => envelopeOf.trace(trace, this.properties))
  }

  /** One row of `exceptions`. Never throws. */
  trackException(exception: ExceptionTelemetry): void {
    this.#trackHere(() => envelopeOf.exception(exception, this.properties))
  }

  /** One row of `customEvents`. Never throws. */
  trackEvent(event: EventTelemetry): void {
    this.#trackHere(() => envelopeOf.event(event, this.properties))
  }

  /** One row of `customMetrics`. Never throws; a value that is no finite number is dropped and counted. */
  trackMetric(metric: MetricTelemetry): void {
    this.#trackHere(() => envelopeOf.metric(metric, this.properties))
  }

  /** One row of `requests`. Never throws. */
  trackRequest(request: RequestTelemetry): void {
    this.#trackHere(() => envelopeOf.request(request, this.properties))
  }

  /** One row of `dependencies`. Never throws. */
  trackDependency(dependency: DependencyTelemetry): void {
    this.#trackHere(() => envelopeOf.dependency(dependency, this.properties))
  }

  /** One row of `availabilityResults`. Never throws. */
  trackAvailability(availability: AvailabilityTelemetry): void {
    this.track(() => envelopeOf.availability(availability, this.properties))
  }

  /**
   * Runs a probe and tracks one row of `availabilityResults`: success when `fn` resolves, else a failure with the error's
   * text. Resolves and rejects as `fn` does.
   */
  withAvailability<T>(
    name: string,
    fn: (probe: Probe) => T | PromiseLike<T>,
    options: AvailabilityOptions = {},
  ): Promise<T> {
    return probeAvailability(name, fn, options, (availability) => this.trackAvailability(availability))
  }

  /**
   * For what gathers before it tracks, such as metrics: `speak` is called when the process ends, and when this client
   * closes, and may track once more what it holds; it has no time but this. `isFinal` is false if the process or the
   * application may go on, as at a signal that the application handles. Returns how to stop.
   */
  onLastWords(speak: LastWords): () => void {
    const registration = { speak }
    this.#lastWords.add(registration)
    return () => this.#lastWords.delete(registration)
  }

  /** Sends everything tracked so far, also what has been brought to the disk. Resolves even on failure: what was not sent is in the report. */
  async flush(options?: FlushOptions): Promise<DeliveryReport> {
    return this.#lease === undefined ? NOTHING_TO_DELIVER : this.#lease.pipeline.flush(options)
  }

  /**
   * Flushes, then leaves; the last client of a destination stores what was not sent. What is tracked from now on is
   * dropped and counted. Safe to call again.
   */
  close(options?: FlushOptions): Promise<DeliveryReport> {
    this.#shut()
    this.#closing ??= this.#leaveAfter((pipeline, leave) => pipeline.flush(options, undefined, leave))
    return this.#closing
  }

  /**
   * Like `close`, for a thread that may be terminated before it is done: everything is brought to the disk first, and is
   * then sent within what is left of `exitFlushMs` after `spentMs`, one try per batch.
   */
  closeBeforeExit(spentMs = 0): Promise<DeliveryReport> {
    this.#shut()
    this.#closing ??= this.#leaveAfter((pipeline, leave) => pipeline.storeAndFlush(spentMs, leave))
    return this.#closing
  }

  /** Like `close`, where nobody waits: the process may end meanwhile, and then sends what is left. */
  release(): void {
    this.#shut()
    this.#closing ??= this.#leaveAfter((pipeline, leave) => pipeline.flush(undefined, 'in-background', leave))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close().then(() => {})
  }

  /** The account of this client's destination, shared by all its clients in the process. */
  stats(): Stats {
    return this.#lease?.pipeline.stats() ?? { ...new Diagnostics().stats({ queued: 0, inFlight: 0 }), disabled: true }
  }

  #shut(): void {
    if (this.#state === 'open') this.#takeLastWords(true)
    this.#state = 'closed'
  }

  #takeLastWords(isFinal: boolean): void {
    for (const { speak } of this.#lastWords) callSafely(() => speak(isFinal))
  }

  /** An item belongs to the operation that it is tracked in, unless it names another. */
  #trackHere(make: () => Envelope): void {
    this.track(() => inActiveOperation(make()))
  }

  /**
   * True if `uncaught: 'record'` of any client of this destination has tracked this uncaught error: for loggers that
   * catch the same errors by themselves.
   */
  hasRecordedUncaught(error: unknown): boolean {
    return isObject(error) && this.#lease?.pipeline.recordedUncaught.has(error) === true
  }

  #recordUncaught(exception: unknown, uncaught: string): void {
    if (this.hasRecordedUncaught(exception)) return
    if (isObject(exception)) this.#lease?.pipeline.recordedUncaught.add(exception)
    const telemetry = { exception, severityLevel: SeverityLevel.Critical, properties: { uncaught } }
    this.track(() => inOperationOfThrow(exception, envelopeOf.exception(telemetry, this.properties)))
  }

  async #leaveAfter(
    flush: (pipeline: Pipeline, leave: () => Promise<void>) => Promise<DeliveryReport>,
  ): Promise<DeliveryReport> {
    const leave = async () => {
      for (const stop of this.#stopListening) stop()
      await this.#lease?.release()
    }
    if (this.#lease !== undefined) return flush(this.#lease.pipeline, leave)
    await leave()
    return NOTHING_TO_DELIVER
  }
}

// --- helpers, in order of use ---

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

const NOTHING_TO_DELIVER: DeliveryReport = { ok: true, sent: 0, spooled: 0, dropped: 0, pending: 0 }

/** A caller without types may hand over anything, and an object of its own may throw where it is read. */
function attempt(
  envelope: Envelope | (() => Envelope | PreserializedTrace),
  parts: IntakeParts,
  diagnostics: Diagnostics,
): Intake {
  try {
    const made =
      typeof envelope === 'function'
        ? atOnce<Envelope | PreserializedTrace | undefined>('The function given to track', envelope(), undefined)
        : envelope
    return takeIn(made, parts)
  } catch (error) {
    diagnostics.itemFailed(error)
    return { kind: 'unreadable' }
  }
}

function clientTags({ cloudRole, cloudRoleInstance, applicationVersion }: ResolvedOptions): Tags {
  return {
    'ai.cloud.role': cloudRole,
    'ai.cloud.roleInstance': cloudRoleInstance,
    ...(applicationVersion === undefined ? {} : { 'ai.application.ver': applicationVersion }),
    'ai.internal.sdkVersion': `azmon:${version}`,
  }
}
