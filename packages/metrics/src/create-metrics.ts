import type { DeliveryReport, FlushOptions } from '@azmon/core'
import { AdapterClient, type Clock, systemClock } from '@azmon/core/adapter'
import { every } from './every'
import { Exporters, type MetricExporter } from './exporters'
import { mapMetric, mapReading } from './map-metric'
import type { Metric } from './metric'
import { type MetricsOptions, splitMetricsOptions } from './metrics-options'
import type { MetricsStats } from './metrics-stats'
import type { Observed, ObservedOptions } from './observed'
import { metricLines } from './print-metrics'
import { Reader } from './reader'
import type { Recorder } from './recorder'
import { Registry } from './registry'
import { StandardMetrics } from './standard/standard-metrics'
import type { View } from './view'

/** Records metrics and sends them to Azure Monitor. */
export interface Metrics {
  readonly recorder: Recorder
  /**
   * Adds a metric. It includes values that are recorded for its measure from now on.
   * @throws ConfigurationError if another metric has the same name.
   */
  registerView(view: View): void
  /**
   * Adds a metric whose current value is read by calling `read` whenever metrics are read. Returns a function that removes
   * it.
   * @throws ConfigurationError if another metric has the same name or an option is invalid.
   */
  gauge(name: string, read: () => Observed, options?: ObservedOptions): () => void
  /**
   * Adds a metric whose running total is read by calling `read` whenever metrics are read; the increase since the last
   * reading is sent. Returns a function that removes it. A counter that is added again continues from its last reading.
   * @throws ConfigurationError if another metric has the same name or an option is invalid.
   */
  counter(name: string, read: () => Observed, options?: ObservedOptions): () => void
  /**
   * Calls `exporter` at the end of each interval with the values of that interval, in addition to sending them to Azure
   * Monitor.
   * @throws ConfigurationError if it is not a function.
   */
  registerExporter(exporter: MetricExporter): void
  unregisterExporter(exporter: MetricExporter): void
  /** Returns all totals since the start. With `print`, also prints them to stdout. */
  metrics(now?: Date, options?: { readonly print?: boolean | undefined }): readonly Metric[]
  /** Returns how many values were refused and how many readings and exports failed. */
  stats(): MetricsStats
  /** Ends the interval and sends everything. Never rejects: the report lists the rows that were not sent. */
  flush(options?: FlushOptions): Promise<DeliveryReport>
  /**
   * Flushes and stops. Also closes the client, unless the application passed its own.
   * Values recorded later are counted as late.
   */
  close(options?: FlushOptions): Promise<DeliveryReport>
}

/**
 * Creates a recorder whose metrics are sent to Azure Monitor. Once created, only the methods that register something throw,
 * and only for invalid arguments.
 *
 * @throws ConfigurationError if an option is invalid.
 * @example
 * const metrics = createMetrics({ connectionString })
 * metrics.registerView(new View('orders', 'orders placed', ['country'], orders, new CountAggregation()))
 * metrics.recorder.record([[orders, 1]], { country: 'de' })
 */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  return openMetrics(options, systemClock)
}

/** Does the same as `createMetrics`, with a clock that tests control. */
export function openMetrics(options: MetricsOptions, clock: Clock): Metrics {
  const { exportIntervalMs, standardMetrics, ...split } = splitMetricsOptions(options)
  const sink = new AdapterClient(split)
  const { client } = sink
  const registry = new Registry()
  const exporters = new Exporters(registry.stats)
  // A disabled client sends nothing, so measuring would be a waste.
  const isWanted = standardMetrics && !client.stats().disabled
  const standard = isWanted ? new StandardMetrics(clock.monotonicMs()) : undefined
  const reader = new Reader(registry, exporters, clock, (nowMs, time) => {
    for (const reading of standard?.read(nowMs) ?? []) client.track(mapReading(reading, time))
  })
  reader.addExporter((metrics) => {
    for (const metric of metrics) for (const envelope of mapMetric(metric, client.properties)) client.track(envelope)
  })
  const stopTicking = every(exportIntervalMs, clock, () => reader.read('due'))
  const stopListening = client.onBeforeClose(() => reader.read('early'))
  let closing: Promise<DeliveryReport> | undefined

  /** Waits for delivery and for the exporters concurrently, so that a hanging exporter does not delay delivery. */
  const settle = async (options: FlushOptions | undefined, sending: Promise<DeliveryReport>) => {
    const [report] = await Promise.all([sending, reader.settle(options)])
    return report
  }

  const close = async (options?: FlushOptions) => {
    stopTicking()
    stopListening()
    reader.read('early')
    standard?.stop()
    registry.close()
    return settle(options, sink.close(options))
  }

  return {
    recorder: registry.recorder,
    registerView: (view) => registry.register(view),
    gauge: (name, read, options) => registry.gauge(name, read, options),
    counter: (name, read, options) => registry.counter(name, read, options),
    registerExporter: (exporter) => reader.addExporter(exporter),
    unregisterExporter: (exporter) => exporters.remove(exporter),
    metrics: (now = new Date(), { print = false } = {}) => {
      const metrics = registry.metrics(now)
      if (print) for (const line of metricLines(metrics)) process.stdout.write(`${line}\n`)
      return metrics
    },
    stats: () => registry.stats.snapshot(),
    flush: async (options) => {
      if (closing !== undefined) return closing
      reader.read('early')
      return settle(options, client.flush(options))
    },
    close: (options) => {
      closing ??= close(options)
      return closing
    },
  }
}
