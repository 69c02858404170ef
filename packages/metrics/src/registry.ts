import { ConfigurationError } from '@azmon/core'
import { Account } from './account'
import { Measurements } from './measurements'
import { type Metric, metricsOf, type Tallies } from './metric'
import { type Observed, type ObservedMetric, type ObservedOptions, openCounter, openGauge } from './observed'
import { Recorder } from './recorder'
import { type MetricDescriptor, type Series, SeriesSet } from './series'
import { copyOf, type Tally, talliesFor } from './tally'
import type { View } from './view'

/** Which series are collected: those with something new, or those as well that stand as they were. */
export type Which = 'moved' | 'all'

/** Everything that is measured and looked at. */
export class Registry {
  readonly account = new Account()
  readonly recorder: Recorder
  readonly #measurements = new Measurements()
  readonly #views = new Map<string, View>()
  readonly #observed = new Map<string, ObservedMetric>()
  readonly #series = new Set<SeriesSet>()
  /** Nothing comes any more, and the last of it is still to be collected. */
  readonly #ended: SeriesSet[] = []
  #isClosed = false

  constructor() {
    this.recorder = new Recorder(this.#measurements, this.account)
  }

  /**
   * From now on, what is recorded for the view's measure counts for it.
   * @throws ConfigurationError where another metric has its name.
   */
  register(view: View): void {
    if (this.#isClosed) return
    const known = this.#views.get(view.name)
    if (known !== undefined && isSame(known, view)) return
    this.#checkFree(view.name)
    const { name, description, columns, measure, aggregation } = view
    const buckets = aggregation.kind === 'distribution' && aggregation.buckets
    const { kind } = aggregation
    const metric: MetricDescriptor = { name, description, unit: measure.unit, kind, buckets }
    const views = this.#measurements.open(measure)
    const series = new SeriesSet(metric, columns, talliesFor(aggregation), () => this.account.overflowed++)
    this.#views.set(name, view)
    this.#series.add(series)
    views.add(series)
  }

  /** @throws ConfigurationError. Returns how to stop. */
  gauge(name: string, read: () => Observed, options: ObservedOptions = {}): () => void {
    return this.#observe(name, openGauge(name, read, options, this.account))
  }

  /** @throws ConfigurationError. Returns how to stop. */
  counter(name: string, read: () => Observed, options: ObservedOptions = {}): () => void {
    return this.#observe(name, openCounter(name, read, options, this.account))
  }

  /** What has come in since it was last asked. */
  collect(which: Which): Tallies {
    this.#look()
    const collected = new Map<Series, Tally>()
    for (const series of this.#all()) {
      const { current } = series
      if (current.hasMoved || (which === 'all' && current.isLevel)) collected.set(series, copyOf(current))
      series.collected.absorb(current)
      current.restart()
    }
    for (const set of this.#ended.splice(0)) this.#series.delete(set)
    return collected
  }

  /** All that has come in so far, whatever was collected of it. */
  metrics(now: Date): readonly Metric[] {
    this.#look()
    const soFar = new Map<Series, Tally>()
    for (const series of this.#all()) {
      const tally = copyOf(series.collected)
      tally.absorb(series.current)
      soFar.set(series, tally)
    }
    return metricsOf(soFar, now)
  }

  /** What is recorded from now on is late, and counted. */
  close(): void {
    this.#isClosed = true
    this.#measurements.close(() => this.account.late++)
    this.#observed.clear()
  }

  *#all(): Iterable<Series> {
    for (const set of this.#series) yield* set
  }

  #look(): void {
    for (const metric of this.#observed.values()) metric.observe()
  }

  #observe(name: string, metric: ObservedMetric): () => void {
    if (this.#isClosed) return () => {}
    this.#checkFree(name)
    this.#observed.set(name, metric)
    this.#series.add(metric.series)
    return () => {
      if (this.#observed.get(name) !== metric) return
      metric.end()
      this.#observed.delete(name)
      this.#ended.push(metric.series)
    }
  }

  #checkFree(name: string): void {
    if (!this.#views.has(name) && !this.#observed.has(name)) return
    throw new ConfigurationError(
      'name',
      `There is another metric with the name ${name}. Give one of them another name.`,
    )
  }
}

// --- helpers ---

/** As when a module is loaded twice. */
function isSame(known: View, view: View): boolean {
  const { measure, columns, aggregation } = view
  return (
    known === view ||
    (known.measure.name === measure.name &&
      known.columns.join('\n') === columns.join('\n') &&
      JSON.stringify(known.aggregation) === JSON.stringify(aggregation))
  )
}
