import { AdapterClient, type AdapterOptions, splitOptions } from '@azmon/core/adapter'
import type { HrTime, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api'
import { type FinishedSpan, isRequest } from './finished-span'
import { firstString } from './mapping/attribute'
import { requestName } from './mapping/request-name'
import { rowsOf } from './rows-of'
import { SAMPLE_RATE } from './sdk-sampler'
import { epochMs } from './span-time'

/** The part of an OpenTelemetry SDK span (version 1, 2 or 3) that the exporter reads. */
export interface ReadableSpan {
  readonly name: string
  readonly kind: SpanKind
  spanContext(): SpanContext
  /** Present in version 2 and later. */
  readonly parentSpanContext?: SpanContext | undefined
  /** Present in version 1. */
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

/** Since version 1.10 of the API a value can be of any type. */
type SdkAttributes = Readonly<Record<string, unknown>>

/** The result that the SDK expects from an export: code 0 is success, 1 is failure. */
export interface ExportResult {
  readonly code: 0 | 1
  readonly error?: Error
}

export type AzureMonitorSpanExporterOptions = AdapterOptions

/**
 * Exports spans from OpenTelemetry's SDK to Azure Monitor. `export` always succeeds, because the client queues, retries and
 * spools. The SDK's `forceFlush` only hands spans to the exporter; call the exporter's `forceFlush` to send them.
 *
 * @example
 * new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new AzureMonitorSpanExporter())] })
 */
export class AzureMonitorSpanExporter {
  readonly #sink: AdapterClient
  readonly #namesRole: boolean

  /** @throws ConfigurationError if an option is invalid. */
  constructor(options: AzureMonitorSpanExporterOptions = {}) {
    this.#sink = new AdapterClient(splitOptions(options))
    this.#namesRole = !this.#sink.ownsClient || options.cloudRole !== undefined
  }

  export(spans: readonly ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) this.#track(span)
    done({ code: 0 })
  }

  async forceFlush(): Promise<void> {
    await this.#sink.flush()
  }

  async shutdown(): Promise<void> {
    await this.#sink.close()
  }

  #track(span: ReadableSpan): void {
    const { client } = this.#sink
    const role = this.#namesRole ? undefined : firstString(span.resource?.attributes ?? {}, 'service.name')
    for (const envelope of rowsOf(() => toFinishedSpan(span), client)) {
      if (role !== undefined && !role.startsWith('unknown_service') && envelope.tags !== undefined) {
        envelope.tags['ai.cloud.role'] = role
      }
      client.track(envelope)
    }
  }
}

// --- helpers ---

function toFinishedSpan(span: ReadableSpan): FinishedSpan {
  const { traceId, spanId } = span.spanContext()
  const { [SAMPLE_RATE]: rate, ...attributes } = span.attributes
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span
  const startMs = epochMs(span.startTime)
  const name = isRequest(span.kind) ? requestName(span.name, attributes) : span.name
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? span.parentSpanId,
    name,
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
    operationName: isRequest(span.kind) ? name : undefined,
    dropped: (droppedAttributesCount ?? 0) + (droppedEventsCount ?? 0) + (droppedLinksCount ?? 0),
  }
}
