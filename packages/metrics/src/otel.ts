import type { DataPoint, Envelope } from '@azmon/core'
import {
  AdapterClient,
  type AdapterOptions,
  isoTime,
  type PropertySerializer,
  ResourceFields,
  type SdkResource,
  splitOptions,
} from '@azmon/core/adapter'

/** The part of the SDK's `ResourceMetrics` that the exporter reads. */
export interface ResourceMetrics {
  readonly resource?: SdkResource | undefined
  readonly scopeMetrics: readonly { readonly metrics: readonly SdkMetric[] }[]
}

export interface SdkMetric {
  readonly descriptor: { readonly name: string }
  /** 0 means deltas, 1 means totals since the start. */
  readonly aggregationTemporality: number
  /** Only sums have this property. */
  readonly isMonotonic?: boolean | undefined
  readonly dataPoints: readonly SdkDataPoint[]
}

export interface SdkDataPoint {
  /** Seconds and nanoseconds since 1970. */
  readonly endTime: readonly [number, number]
  readonly attributes: Readonly<Record<string, unknown>>
  /** A number for a sum or a gauge, an object for both kinds of histogram. */
  readonly value: unknown
}

/** The result that the SDK expects from an export: code 0 is success, 1 is failure. */
export interface ExportResult {
  readonly code: 0 | 1
  readonly error?: Error
}

export type AzureMonitorMetricExporterOptions = AdapterOptions

/**
 * Exports metrics from OpenTelemetry's SDK to Azure Monitor. Sums and histograms are sent as deltas, which the service adds
 * up.
 *
 * @example
 * new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: new AzureMonitorMetricExporter() })] })
 */
export class AzureMonitorMetricExporter {
  readonly #sink: AdapterClient
  readonly #resourceFields: ResourceFields

  /** @throws ConfigurationError if an option is invalid. */
  constructor(options: AzureMonitorMetricExporterOptions = {}) {
    this.#sink = new AdapterClient(splitOptions(options))
    this.#resourceFields = new ResourceFields(options)
  }

  /** Selects deltas, except for up-down counters, whose current value matters. */
  selectAggregationTemporality(instrumentType: string): 0 | 1 {
    return instrumentType.includes('UP_DOWN_COUNTER') ? CUMULATIVE : DELTA
  }

  /** Exports metrics. Always succeeds, because the client queues, retries and spools. */
  export({ resource, scopeMetrics }: ResourceMetrics, done: (result: ExportResult) => void): void {
    const { client } = this.#sink
    for (const metric of scopeMetrics.flatMap(({ metrics }) => metrics)) {
      for (const envelope of mapMetricData(metric, client.properties)) {
        client.track(() => this.#resourceFields.addTo(envelope, resource, client))
      }
    }
    done({ code: 0 })
  }

  async forceFlush(): Promise<void> {
    await this.#sink.flush()
  }

  async shutdown(): Promise<void> {
    await this.#sink.close()
  }
}

// --- helpers, in order of use ---

/** @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#temporality */
const DELTA = 0
const CUMULATIVE = 1

function mapMetricData(metric: SdkMetric, serializer: PropertySerializer): readonly Envelope[] {
  const { descriptor, dataPoints } = metric
  return dataPoints.flatMap(({ endTime: [seconds, nanoseconds], attributes, value }) => {
    const point = readPoint(descriptor.name, value)
    if (point === undefined || isUnchanged(metric, point)) return []
    const properties = serializer.properties(attributes)
    const time = isoTime(Math.floor(seconds * 1e3 + nanoseconds / 1e6))
    return [{ time, data: { baseType: 'MetricData', baseData: { metrics: [point], properties } } }]
  })
}

function readPoint(name: string, value: unknown): DataPoint | undefined {
  if (typeof value === 'number') return { name, kind: 0, value }
  const { sum, count, min, max } = Object(value) as Partial<Record<string, number>>
  if (typeof count !== 'number') return undefined
  // A histogram that may contain negative values has no sum.
  return { name, kind: 1, value: sum ?? 0, count, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

function isUnchanged({ aggregationTemporality, isMonotonic }: SdkMetric, { kind, value, count }: DataPoint): boolean {
  if (aggregationTemporality !== DELTA) return false
  return kind === 1 ? count === 0 : isMonotonic === true && value === 0
}
