import { AdapterClient, type AdapterOptions, ResourceFields, resultOr, splitOptions } from '@azmon/core/adapter'
import { requestName } from './mapping/request-name'
import { OperationNames } from './operation-names'
import { rowsOf } from './rows-of'
import { type ReadableSpan, toFinishedSpan } from './sdk-span'

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
  readonly #resourceFields: ResourceFields
  readonly #operations = new OperationNames(
    (request) => resultOr(() => requestName(request.name, request.attributes), request.name),
    (span, operationName) => this.#track(span, operationName),
  )
  readonly #stopListening: () => void

  /** @throws ConfigurationError if an option is invalid. */
  constructor(options: AzureMonitorSpanExporterOptions = {}) {
    this.#sink = new AdapterClient(splitOptions(options))
    this.#resourceFields = new ResourceFields(options)
    this.#stopListening = this.#sink.client.onBeforeClose(() => this.#operations.releaseAll())
  }

  export(spans: readonly ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) this.#operations.add(span)
    done({ code: 0 })
  }

  async forceFlush(): Promise<void> {
    this.#operations.releaseAll()
    await this.#sink.flush()
  }

  async shutdown(): Promise<void> {
    this.#operations.releaseAll()
    this.#stopListening()
    await this.#sink.close()
  }

  #track(span: ReadableSpan, operationName: string | undefined): void {
    const { client } = this.#sink
    for (const envelope of rowsOf(() => toFinishedSpan(span, operationName), client)) {
      client.track(() => this.#resourceFields.addTo(envelope, span.resource, client))
    }
  }
}
