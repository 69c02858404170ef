import { ConfigurationError } from '@azmon/core'
import { MeasureRegistry } from './measure-registry'
import { type Metric, metricsOf, type Tallies } from './metric'
import { MutableStats } from './metrics-stats'
import {
  type Observed,
  type ObservedCounter,
  type ObservedMetric,
  type ObservedOptions,
  openCounter,
  openGauge,
} from './observed'
import { Recorder } from './recorder'
import { type MetricDescriptor, type Series, SeriesSet } from './series'
import { copyTally, type Tally } from './tally'
import { tallyFactory } from './tally-factory'
import type { View } from './view'

/** The series to collect: only those that have changed, or also gauges that have kept their value. */
export type Which = 'changed' | 'all'

/** Holds all views, gauges and counters. */
export class Registry {
  readonly stats = new MutableStats()
  readonly recorder: Recorder
  readonly #measures = new MeasureRegistry()
  readonly #views = new Map<string, View>()
  readonly #observed = new Map<string, ObservedMetric>()
  readonly #series = new Set<SeriesSet>()
  /** Stopped counters by name. A counter that is added again continues from here, so that nothing is counted twice. */
  readonly #stoppedCounters = new Map<string, ObservedCounter>()
  /** Series of stopped metrics whose last values have not been collected yet. */
  readonly #ended: SeriesSet[] = []
  #isClosed = false

  constructor() {
    this.recorder = new Recorder(this.#measures, this.stats)
  }

  /**
   * Adds a view. It includes values that are recorded for its measure from now on.
   * @throws ConfigurationError if another metric has the same name.
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
    const views = this.#measures.open(measure)
    const series = new SeriesSet(metric, columns, {
      newTally: tallyFactory(aggregation),
      onOverflow: () => this.stats.overflowed++,
      isIdle: (current) => !current.hasChanged,
    })
    this.#views.set(name, view)
    this.#series.add(series)
    views.add(series)
  }

  /**
   * Adds a gauge. Returns a function that removes it.
   * @throws ConfigurationError if another metric has the same name or an option is invalid.
   */
  gauge(name: string, read: () => Observed, options: ObservedOptions = {}): () => void {
    const gauge = openGauge(name, read, options, this.stats)
    this.#checkFree(name)
    return this.#observe(name, gauge, () => this.#ended.push(gauge.series))
  }

  /**
   * Adds a counter. Returns a function that removes it. A removed counter may be added again.
   * @throws ConfigurationError if another metric has the same name or an option is invalid.
   */
  counter(name: string, read: () => Observed, options: ObservedOptions = {}): () => void {
    const earlier = this.#stoppedCounters.get(name)
    const counter = openCounter(name, read, options, this.stats, earlier)
    if (earlier === undefined) this.#checkFree(name)
    else this.#stoppedCounters.delete(name)
    return this.#observe(name, counter, () => this.#keep(name, counter))
  }

  /** Returns the values since the last call. */
  collect(which: Which): Tallies {
    this.#observeAll()
    const collected = new Map<Series, Tally>()
    for (const set of this.#series) set.endInterval()
    for (const series of this.#all()) {
      const { current } = series
      if (current.hasChanged || (which === 'all' && current.isPersistent)) collected.set(series, copyTally(current))
      series.collected.merge(current)
      current.reset()
    }
    for (const set of this.#ended.splice(0)) this.#series.delete(set)
    return collected
  }

  /** Returns the totals since the start, whether or not they have been collected. */
  metrics(now: Date): readonly Metric[] {
    this.#observeAll()
    const totals = new Map<Series, Tally>()
    for (const series of this.#all()) {
      const tally = copyTally(series.collected)
      tally.merge(series.current)
      totals.set(series, tally)
    }
    return metricsOf(totals, now)
  }

  /** Counts every value that is recorded from now on as late. */
  close(): void {
    this.#isClosed = true
    this.#measures.close(() => this.stats.late++)
    this.#observed.clear()
  }

  *#all(): Iterable<Series> {
    for (const set of this.#series) yield* set
  }

  #observeAll(): void {
    for (const metric of this.#observed.values()) metric.observe()
  }

  #observe(name: string, metric: ObservedMetric, onStop: () => void): () => void {
    if (this.#isClosed) return () => {}
    this.#observed.set(name, metric)
    this.#series.add(metric.series)
    return () => {
      if (this.#observed.get(name) !== metric) return
      metric.stop()
      this.#observed.delete(name)
      onStop()
    }
  }

  #keep(name: string, counter: ObservedCounter): void {
    this.#stoppedCounters.set(name, counter)
    for (const [oldest, { series }] of this.#stoppedCounters) {
      if (this.#stoppedCounters.size <= MAX_STOPPED) break
      this.#stoppedCounters.delete(oldest)
      this.#ended.push(series)
    }
  }

  #checkFree(name: string): void {
    const isTaken = [this.#views, this.#observed, this.#stoppedCounters].some((metrics) => metrics.has(name))
    if (this.#isClosed || !isTaken) return
    throw new ConfigurationError('name', `There is already a metric with the name ${name}. Use another name.`)
  }
}

// --- helpers, in order of use ---

/** Limits the memory used by a program that keeps creating new counter names. */
const MAX_STOPPED = 100

/** A module that is loaded twice registers the same view twice. */
function isSame(known: View, view: View): boolean {
  const { measure, columns, aggregation } = view
  return (
    known === view ||
    (known.measure.name === measure.name &&
      known.columns.join('\n') === columns.join('\n') &&
      JSON.stringify(known.aggregation) === JSON.stringify(aggregation))
  )
}
