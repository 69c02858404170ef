import { inActiveOperation } from '../adapter/active-operation'
import { inOperationOfThrow } from '../adapter/thrown-in'
import { Callbacks } from '../callbacks'
import { Diagnostics } from '../diagnostics/diagnostics'
import { countException } from '../diagnostics/exception-count'
import type { FilterReason, Stats } from '../diagnostics/stats'
import type { Envelope } from '../envelope/envelope'
import { PropertySerializer } from '../envelope/properties'
import { SeverityLevel } from '../envelope/severity'
import { loadProcessors } from '../intake/processors'
import { resolveOptions, warnOfDestination } from '../options/resolve'
import type { TelemetryClientOptions } from '../options/telemetry-client-options'
import { type DeliveryReport, type FlushOptions, NOTHING_TO_DELIVER } from '../pipeline/flush-watch'
import type { Pipeline } from '../pipeline/pipeline'
import { type PipelineShare, sharePipeline } from '../pipeline/registry'
import { Redactor } from '../redaction/redactor'
import type { BeforeClose } from '../shutdown/exit-hooks'
import { onUncaught } from '../shutdown/uncaught'
import { type AvailabilityOptions, type Probe, probeAvailability } from './availability'
import { Intake, type Trackable } from './intake'
import {
  type AvailabilityTelemetry,
  type DependencyTelemetry,
  type EventTelemetry,
  type ExceptionTelemetry,
  envelopeOf,
  type MetricTelemetry,
  type PageViewTelemetry,
  type RequestTelemetry,
  type TraceTelemetry,
} from './telemetry'

/**
 * Sends telemetry to one Application Insights resource, in the background. After construction no method throws, and only an
 * awaited flush or close keeps the process alive.
 */
export class TelemetryClient {
  /** Converts values to redacted and truncated strings. Meant for adapters that make envelopes. */
  readonly properties: PropertySerializer
  /** True if `track` accepts a `PreserializedTrace`, because there are no processors and no trace is sampled out. */
  readonly acceptsPreserialized: boolean
  readonly #share: PipelineShare | undefined
  readonly #intake: Intake | undefined
  readonly #stopListening: readonly (() => void)[]
  readonly #beforeClose = new Callbacks<[isFinal: boolean]>()
  readonly #beforeFlush = new Callbacks<[]>()
  #state: 'open' | 'closed' = 'open'
  #closing: Promise<DeliveryReport> | undefined

  /** @throws ConfigurationError if an option is invalid. An invalid environment variable causes a warning instead. */
  constructor(options: TelemetryClientOptions = {}) {
    const resolved = resolveOptions(options)
    const processors = loadProcessors(resolved.processors)
    const { destination } = resolved
    warnOfDestination(resolved)
    this.#share = typeof destination === 'string' ? undefined : sharePipeline(destination, resolved.delivery)
    const diagnostics = this.#share?.pipeline.diagnostics ?? new Diagnostics()
    const redactor = new Redactor(resolved.redactKeys, () => {
      diagnostics.redacted++
    })
    this.properties = new PropertySerializer(redactor, resolved.flattens)
    this.#stopListening = [
      this.#share?.pipeline.ending.onBeforeClose((isFinal) => this.#beforeClose.run(isFinal)) ?? (() => {}),
      ...(resolved.onError === undefined ? [] : [diagnostics.onError(resolved.onError)]),
      ...(resolved.onDrop === undefined ? [] : [diagnostics.onDrop(resolved.onDrop)]),
      ...(resolved.recordsUncaught ? [onUncaught((error, origin) => this.#recordUncaught(error, origin))] : []),
    ]
    this.#intake =
      typeof destination === 'string' ? undefined : new Intake(destination, resolved, processors, redactor, diagnostics)
    this.acceptsPreserialized = this.#intake?.acceptsPreserialized === true
  }

  /**
   * Tracks an envelope, which the client owns from then on, or the result of a function. The function is called before this
   * returns, but only if there is a destination. It may throw, and may return a `PreserializedTrace` if
   * `acceptsPreserialized` is true. `track` itself never throws.
   */
  track(envelope: Trackable): void {
    if (this.#share === undefined || this.#intake === undefined) return
    const { pipeline } = this.#share
    if (this.#state === 'closed') return pipeline.refuse('closed')
    const result = this.#intake.process(envelope)
    switch (result.kind) {
      case 'serialized':
        pipeline.diagnostics.cut(result.cuts)
        if (result.baseType === 'ExceptionData') countException()
        return pipeline.push(result.item)
      case 'filtered':
        return pipeline.diagnostics.filtered(result.reason)
      case 'too-large':
      case 'unreadable':
        return pipeline.refuse(result.kind)
    }
  }

  /** Counts an item that the caller filtered before it made an envelope, such as a span of an unsampled trace. */
  countFiltered(reason: FilterReason): void {
    this.#share?.pipeline.diagnostics.filtered(reason)
  }

  /** Reports the failure of an application function, such as a span exporter, through `lastError` and `onError`. */
  reportFailure(name: string, error: unknown): void {
    this.#share?.pipeline.diagnostics.functionFailed(name, error)
  }

  /** Sends a row of `traces`. Never throws. */
  trackTrace(trace: TraceTelemetry): void {
    this.#trackHere(() => envelopeOf.trace(trace, this.properties))
  }

  /** Sends a row of `exceptions`. Never throws. */
  trackException(exception: ExceptionTelemetry): void {
    this.#trackHere(() => envelopeOf.exception(exception, this.properties))
  }

  /** Sends a row of `customEvents`. Never throws. */
  trackEvent(event: EventTelemetry): void {
    this.#trackHere(() => envelopeOf.event(event, this.properties))
  }

  /** Sends a row of `customMetrics`. Never throws. A value that is not a finite number is dropped and counted. */
  trackMetric(metric: MetricTelemetry): void {
    this.#trackHere(() => envelopeOf.metric(metric, this.properties))
  }

  /** Sends a row of `requests`. Never throws. */
  trackRequest(request: RequestTelemetry): void {
    this.#trackHere(() => envelopeOf.request(request, this.properties))
  }

  /** Sends a row of `dependencies`. Never throws. */
  trackDependency(dependency: DependencyTelemetry): void {
    this.#trackHere(() => envelopeOf.dependency(dependency, this.properties))
  }

  /** Sends a row of `availabilityResults`. Never throws. */
  trackAvailability(availability: AvailabilityTelemetry): void {
    this.track(() => envelopeOf.availability(availability, this.properties))
  }

  /** Sends a row of `pageViews`. Never throws. */
  trackPageView(pageView: PageViewTelemetry): void {
    this.#trackHere(() => envelopeOf.pageView(pageView, this.properties))
  }

  /**
   * Runs a probe and sends a row of `availabilityResults`: a success if `fn` resolves, or a failure with the error's
   * message if it rejects. Resolves or rejects as `fn` does.
   */
  withAvailability<T>(
    name: string,
    fn: (probe: Probe) => T | PromiseLike<T>,
    options: AvailabilityOptions = {},
  ): Promise<T> {
    return probeAvailability(name, fn, options, (availability) => this.trackAvailability(availability))
  }

  /**
   * Calls `callback` when the process ends and when this client closes, so that code that aggregates values, such as
   * metrics, can track them. The callback has to track them synchronously. `isFinal` is false if the process may continue,
   * for example after a signal that the application handles. Returns a function that removes the callback.
   */
  onBeforeClose(callback: BeforeClose): () => void {
    return this.#beforeClose.add(callback)
  }

  /** Calls `callback` before each flush, to track synchronously what it holds back. Returns a function that removes it. */
  onBeforeFlush(callback: () => void): () => void {
    return this.#beforeFlush.add(callback)
  }

  /** Sends everything tracked so far, including items on disk. Always resolves; the report counts the items not sent. */
  async flush(options?: FlushOptions): Promise<DeliveryReport> {
    this.#beforeFlush.run()
    return this.#share === undefined ? NOTHING_TO_DELIVER : this.#share.pipeline.flush(options)
  }

  /**
   * Flushes, then closes this client. The last client of a destination stores the items that were not sent. Items that are
   * tracked later are dropped and counted. May be called again.
   */
  close(options?: FlushOptions): Promise<DeliveryReport> {
    this.#shut()
    this.#closing ??= this.#leaveAfter((pipeline, leave) => pipeline.flush(options, { beforeReport: leave }))
    return this.#closing
  }

  /**
   * Closes the client as `close` does, for a thread that may be terminated at any time. Stores everything on disk first,
   * then sends it within `exitFlushMs - spentMs`, with one attempt per batch.
   */
  closeBeforeExit(spentMs = 0): Promise<DeliveryReport> {
    this.#shut()
    this.#closing ??= this.#leaveAfter((pipeline, leave) => pipeline.ending.storeAndFlush(spentMs, leave))
    return this.#closing
  }

  /** Closes the client as `close` does, but in the background. If the process ends first, it sends the rest when it ends. */
  release(): void {
    this.#shut()
    this.#closing ??= this.#leaveAfter((pipeline, leave) =>
      pipeline.flush(undefined, { isInBackground: true, beforeReport: leave }),
    )
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close().then(() => {})
  }

  /** Returns the counts of this client's destination, including all its clients in the process. */
  stats(): Stats {
    return this.#share?.pipeline.stats() ?? { ...new Diagnostics().stats({ queued: 0, inFlight: 0 }), disabled: true }
  }

  #shut(): void {
    if (this.#state === 'open') this.#beforeClose.run(true)
    this.#state = 'closed'
  }

  /** Tracks the item as part of the active operation, unless the item names another operation. */
  #trackHere(make: () => Envelope): void {
    this.track(() => inActiveOperation(make()))
  }

  /** Returns whether a client of this destination has tracked this uncaught error. Loggers ask, to avoid a second row. */
  hasRecordedUncaught(error: unknown): boolean {
    return this.#share?.pipeline.recordedUncaught.has(error) === true
  }

  #recordUncaught(exception: unknown, uncaught: string): void {
    if (this.hasRecordedUncaught(exception)) return
    this.#share?.pipeline.recordedUncaught.add(exception)
    const telemetry = { exception, severityLevel: SeverityLevel.Critical, properties: { uncaught } }
    this.track(() => inOperationOfThrow(exception, envelopeOf.exception(telemetry, this.properties)))
  }

  async #leaveAfter(
    flush: (pipeline: Pipeline, leave: () => Promise<void>) => Promise<DeliveryReport>,
  ): Promise<DeliveryReport> {
    const leave = async () => {
      for (const stop of this.#stopListening) stop()
      await this.#share?.release()
    }
    if (this.#share !== undefined) return flush(this.#share.pipeline, leave)
    await leave()
    return NOTHING_TO_DELIVER
  }
}
