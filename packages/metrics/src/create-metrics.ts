import type { DeliveryReport, FlushOptions } from '@azmon/core'
import { AdapterClient, type Clock, systemClock } from '@azmon/core/adapter'
import type { MetricsStats } from './account'
import { every } from './every'
import { Exporters, type MetricExporter } from './exporters'
import { mapMetric, mapReading } from './map-metric'
import type { Metric } from './metric'
import { type MetricsOptions, splitMetricsOptions } from './metrics-options'
import type { Observed, ObservedOptions } from './observed'
import { metricLines } from './print-metrics'
import { Reader } from './reader'
import type { Recorder } from './recorder'
import { Registry } from './registry'
import { StandardMetrics } from './standard/standard-metrics'
import type { View } from './view'

/** Metrics for Azure Monitor. */
export interface Metrics {
  readonly recorder: Recorder
  /**
   * From now on, what is recorded for the view's measure counts for it.
   * @throws ConfigurationError where another metric has its name.
   */
  registerView(view: View): void
  /**
   * Looks at what is, at the moment, whenever metrics are read. Returns how to stop.
   * @throws ConfigurationError where another metric has the name.
   */
  gauge(name: string, read: () => Observed, options?: ObservedOptions): () => void
  /**
   * Looks at what there has been so far, whenever metrics are read; what has come since then travels. Returns how to stop;
   * one that was stopped counts on when it is registered again.
   * @throws ConfigurationError where another metric has the name.
   */
  counter(name: string, read: () => Observed, options?: ObservedOptions): () => void
  /** From now on hands over, every interval, what has come in; beside Azure Monitor. */
  registerExporter(exporter: MetricExporter): void
  unregisterExporter(exporter: MetricExporter): void
  /** All that has come in so far, whatever exporters have taken of it; with `print`, on stdout, too. */
  metrics(now?: Date, options?: { readonly print?: boolean | undefined }): readonly Metric[]
  /** What was refused, and what failed. */
  stats(): MetricsStats
  /** Ends the interval now, and sends everything. Resolves even on failure: what was not sent is in the report. */
  flush(options?: FlushOptions): Promise<DeliveryReport>
  /** Flushes, and stops. What is recorded later is counted as late. */
  close(options?: FlushOptions): Promise<DeliveryReport>
}

/**
 * After construction nothing in here throws but what registers metrics, for a mistake in what it is given.
 *
 * @throws ConfigurationError when an option cannot work.
 * @example
 * const metrics = createMetrics({ connectionString })
 * metrics.registerView(new View('orders', 'orders placed', ['country'], orders, new CountAggregation()))
 * metrics.recorder.record([[orders, 1]], { country: 'de' })
 */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  return openMetrics(options, systemClock)
}

/** The same, by a clock of a test's own. */
export function openMetrics(options: MetricsOptions, clock: Clock): Metrics {
  const { exportIntervalMs, standardMetrics, ...split } = splitMetricsOptions(options)
  const sink = new AdapterClient(split)
  const { client } = sink
  const registry = new Registry()
  const exporters = new Exporters(registry.account)
  // Nobody is to pay for what goes nowhere.
  const isWanted = standardMetrics && !client.stats().disabled
  const standard = isWanted ? new StandardMetrics(clock.monotonicMs()) : undefined
  const reader = new Reader(registry, exporters, clock, (nowMs, time) => {
    for (const reading of standard?.read(nowMs) ?? []) client.track(mapReading(reading, time))
  })
  reader.addExporter((metrics) => {
    for (const metric of metrics) for (const envelope of mapMetric(metric, client.properties)) client.track(envelope)
  })
  const stopTicking = every(exportIntervalMs, clock, () => reader.read('due'))
  const stopListening = client.onLastWords(() => reader.read('early'))
  let closing: Promise<DeliveryReport> | undefined

  /** At once, so that an exporter that hangs takes no time from what goes to the service, nor twice the time in all. */
  const settled = async (how: FlushOptions | undefined, sending: Promise<DeliveryReport>) => {
    const [report] = await Promise.all([sending, reader.settle(how)])
    return report
  }

  const close = async (how?: FlushOptions) => {
    stopTicking()
    stopListening()
    reader.read('early')
    standard?.stop()
    registry.close()
    return settled(how, sink.close(how))
  }

  return {
    recorder: registry.recorder,
    registerView: (view) => registry.register(view),
    gauge: (name, read, how) => registry.gauge(name, read, how),
    counter: (name, read, how) => registry.counter(name, read, how),
    registerExporter: (exporter) => reader.addExporter(exporter),
    unregisterExporter: (exporter) => exporters.remove(exporter),
    metrics: (now = new Date(), { print = false } = {}) => {
      const metrics = registry.metrics(now)
      if (print) for (const line of metricLines(metrics)) process.stdout.write(`${line}\n`)
      return metrics
    },
    stats: () => registry.account.stats,
    flush: async (how) => {
      if (closing !== undefined) return closing
      reader.read('early')
      return settled(how, client.flush(how))
    },
    close: (how) => {
      closing ??= close(how)
      return closing
    },
  }
}
