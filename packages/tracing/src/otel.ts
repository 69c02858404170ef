import { TelemetryClient, type TelemetryClientOptions } from '@azmon/core'
import {
  type Attributes,
  type Context,
  type HrTime,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  TraceFlags,
  type TraceState,
  trace,
} from '@opentelemetry/api'
import { textOf } from './mapping/attribute'
import { mapSpan } from './mapping/map-span'
import { requestName } from './mapping/request-name'
import { stateOf } from './rate-state'
import { ProbabilitySampler, type SamplingDecision } from './samplers'
import { type FinishedSpan, isRequest } from './span'
import { epochMs } from './span-time'

/** A span of OpenTelemetry's SDK, of version 1, 2 or 3, as far as it is asked here. */
export interface ReadableSpan {
  readonly name: string
  readonly kind: SpanKind
  spanContext(): SpanContext
  /** Version 2 and later. */
  readonly parentSpanContext?: SpanContext | undefined
  /** Version 1. */
  readonly parentSpanId?: string | undefined
  readonly startTime: HrTime
  readonly endTime: HrTime
  readonly status: SpanStatus
  readonly attributes: SdkAttributes
  readonly links: readonly { readonly context: SpanContext }[]
  readonly events: readonly {
    readonly name: string
    readonly time: HrTime
    readonly attributes?: SdkAttributes | undefined
  }[]
  readonly droppedAttributesCount?: number | undefined
  readonly droppedEventsCount?: number | undefined
  readonly droppedLinksCount?: number | undefined
  readonly resource?: { readonly attributes: SdkAttributes } | undefined
}

/** Since the API's version 1.10 a value may be anything. */
type SdkAttributes = Readonly<Record<string, unknown>>

/** What the SDK is told of an export; 0 is success, 1 failure. */
export interface ExportResult {
  readonly code: 0 | 1
  readonly error?: Error
}

/** What the SDK is told of a span that begins. */
export interface SamplingResult {
  /** 0: it is left out; 2: it is kept. */
  readonly decision: 0 | 2
  readonly attributes?: Attributes
  readonly traceState?: TraceState
}

export interface AzureMonitorSpanExporterOptions extends TelemetryClientOptions {
  /** Share this client instead of making one; it stays open when the exporter is shut down. @default its own */
  readonly client?: TelemetryClient | undefined
}

/**
 * Brings spans of OpenTelemetry's SDK to Azure Monitor. It takes all of them at once: queueing, retries and what an outage
 * needs are the client's. The SDK's own `forceFlush` only brings them here; this one's sends them.
 *
 * @example
 * new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new AzureMonitorSpanExporter())] })
 */
export class AzureMonitorSpanExporter {
  readonly #client: TelemetryClient
  readonly #isOwn: boolean
  readonly #namesRole: boolean

  /** @throws ConfigurationError when an option cannot work. */
  constructor({ client, ...options }: AzureMonitorSpanExporterOptions = {}) {
    this.#client = client ?? new TelemetryClient(options)
    this.#isOwn = client === undefined
    this.#namesRole = client !== undefined || options.cloudRole !== undefined
  }

  export(spans: readonly ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) {
      const role = this.#namesRole ? undefined : textOf(span.resource?.attributes ?? {}, 'service.name')
      for (const envelope of mapSpan(finished(span), this.#client.properties)) {
        if (role !== undefined && !role.startsWith('unknown_service')) {
          envelope.tags = { ...envelope.tags, 'ai.cloud.role': role }
        }
        this.#client.track(envelope)
      }
    }
    done({ code: 0 })
  }

  async forceFlush(): Promise<void> {
    await this.#client.flush()
  }

  async shutdown(): Promise<void> {
    await (this.#isOwn ? this.#client.close() : this.#client.flush())
  }
}

/**
 * For the SDK: keeps a share of all traces by the hash that the SDKs of Application Insights have in common, stamps what it
 * keeps with its rate, hands that on in `tracestate`, and does as the process before has done.
 */
export class ApplicationInsightsSampler {
  readonly #sampler: ProbabilitySampler
  readonly #ratio: number

  /**
   * @param ratio 0 to 1
   * @throws ConfigurationError when it is anything else
   */
  constructor(ratio: number) {
    this.#sampler = new ProbabilitySampler(ratio)
    this.#ratio = ratio
  }

  shouldSample(within: Context, traceId: string, spanName: string): SamplingResult {
    const parent = trace.getSpan(within)
    const parentContext = parent?.spanContext()
    const decision = decisionOf(parent) ?? this.#sampler.decide({ traceId, parent: parentContext, spanName })
    const { isSampled, sampleRate } = decision
    return {
      decision: isSampled ? RECORD_AND_SAMPLED : NOT_RECORD,
      ...(isSampled && sampleRate < 100 && { attributes: { [SAMPLE_RATE]: sampleRate } }),
      ...stateOf(parentContext, decision),
    }
  }

  toString(): string {
    return `ApplicationInsightsSampler{${this.#ratio}}`
  }
}

// --- helpers, in order of use ---

/** Where Azure's own sampler leaves it, too. */
const SAMPLE_RATE = 'microsoft.sample_rate'

/** As the SDK's `SamplingDecision` has them. */
const NOT_RECORD = 0
const RECORD_AND_SAMPLED = 2

/** Of a span of this process that is kept: its stamp, or none where nothing of its kind is left out. */
function decisionOf(parent: Span | undefined): SamplingDecision | undefined {
  const attributes: unknown = Reflect.get(Object(parent), 'attributes')
  if (attributes === undefined || ((parent?.spanContext().traceFlags ?? 0) & TraceFlags.SAMPLED) === 0) return undefined
  const rate: unknown = Reflect.get(Object(attributes), SAMPLE_RATE)
  return { isSampled: true, sampleRate: typeof rate === 'number' ? rate : 100 }
}

function finished(span: ReadableSpan): FinishedSpan {
  const { traceId, spanId } = span.spanContext()
  const { [SAMPLE_RATE]: rate, ...attributes } = span.attributes
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span
  const startMs = epochMs(span.startTime)
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? span.parentSpanId,
    name: span.name,
    kind: span.kind,
    startMs,
    durationMs: Math.max(0, epochMs(span.endTime) - startMs),
    attributes,
    events: span.events.map(({ name, time, attributes: said = {} }) => ({
      name,
      timeMs: epochMs(time),
      attributes: said,
    })),
    links: span.links.map(({ context }) => ({ context })),
    status: span.status,
    sampleRate: typeof rate === 'number' ? rate : 100,
    operationName: isRequest(span.kind) ? requestName(span.name, attributes) : undefined,
    dropped: (droppedAttributesCount ?? 0) + (droppedEventsCount ?? 0) + (droppedLinksCount ?? 0),
  }
}
