import type { Stats } from '../diagnostics/stats'
import type { SeverityLevel } from '../envelope/severity'
import { ConfigurationError } from '../errors'
import { Pages } from '../item/pages'
import { resolveOptions, warnOfDestination } from '../options/resolve'
import type { TelemetryClientOptions } from '../options/telemetry-client-options'
import type { DeliveryReport, FlushOptions } from '../pipeline/flush-watch'
import { type PipelineShare, sharePipeline } from '../pipeline/registry'

export interface RelayOptions
  extends Pick<
    TelemetryClientOptions,
    'storagePath' | 'durability' | 'credential' | 'proxy' | 'allowPrivateHttp' | 'onError' | 'onDrop'
  > {
  readonly connectionString: string
}

/**
 * Sends envelopes that other programs have serialized to one Application Insights resource, in the background, as a
 * `TelemetryClient` does. It changes nothing in them: it does not sample, redact or truncate, and adds no tags.
 */
export class EnvelopeRelay {
  /** The key that the envelopes must have. */
  readonly instrumentationKey: string
  readonly ingestionEndpoint: string
  readonly #share: PipelineShare
  readonly #pages = new Pages()
  #closing: Promise<DeliveryReport> | undefined

  /** @throws ConfigurationError if an option is invalid. */
  constructor(options: RelayOptions) {
    const resolved = resolveOptions({ ...options, disabled: false })
    warnOfDestination(resolved)
    const { destination } = resolved
    if (typeof destination === 'string') {
      throw new ConfigurationError('connectionString', 'connectionString must name the resource to send to.')
    }
    this.instrumentationKey = destination.instrumentationKey
    this.ingestionEndpoint = destination.ingestionEndpoint
    this.#share = sharePipeline(destination, resolved.delivery)
    const { diagnostics } = this.#share.pipeline
    if (resolved.onError !== undefined) diagnostics.onError(resolved.onError)
    if (resolved.onDrop !== undefined) diagnostics.onDrop(resolved.onDrop)
  }

  /** Sends one envelope, which is JSON without line breaks, of at most 65,536 bytes. Never throws. */
  push(json: string, severityLevel: SeverityLevel | undefined): void {
    const { pipeline } = this.#share
    if (this.#closing !== undefined) return pipeline.refuse('closed', severityLevel)
    const bytes = Buffer.byteLength(json)
    if (bytes > MAX_BYTES) return pipeline.refuse('too-large', severityLevel)
    pipeline.push(this.#pages.itemOf(json, bytes, severityLevel))
  }

  /** Sends everything pushed so far, including items on disk. Always resolves; the report counts the items not sent. */
  flush(options?: FlushOptions): Promise<DeliveryReport> {
    return this.#share.pipeline.flush(options)
  }

  /** Flushes, and stores the items that were not sent. Later items are dropped and counted. May be called again. */
  close(options?: FlushOptions): Promise<DeliveryReport> {
    this.#closing ??= this.#share.pipeline.flush(options, { beforeReport: () => this.#share.release() })
    return this.#closing
  }

  /** Returns the counts of the destination, including all its clients in the process. */
  stats(): Stats {
    return this.#share.pipeline.stats()
  }
}

// --- helpers ---

/** The limit of the service for one item. */
const MAX_BYTES = 65_536
