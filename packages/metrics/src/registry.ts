import { ConfigurationError } from '@azmon/core'
import { Account } from './account'
import { Measurements } from './measurements'
import { type Metric, metricsOf, type Tallies } from './metric'
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
import { talliesFor } from './tallies'
import { copyOf, type Tally } from './tally'
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
  /** Those that were stopped, by their names, so that nothing is counted twice when one of them comes back. */
  readonly #stoppedCounters = new Map<string, ObservedCounter>()
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
    const gauge = openGauge(name, read, options, this.account)
    this.#checkFree(name)
    return this.#observe(name, gauge, () => this.#ended.push(gauge.series))
  }

  /** @throws ConfigurationError. Returns how to stop; a counter that was stopped may come back. */
  counter(name: string, read: () => Observed, options: ObservedOptions = {}): () => void {
    const earlier = this.#stoppedCounters.get(name)
    const counter = openCounter(name, read, options, this.account, earlier)
    if (earlier === undefined) this.#checkFree(name)
    else this.#stoppedCounters.delete(name)
    return this.#observe(name, counter, () => this.#keep(name, counter))
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

  #observe(name: string, metric: ObservedMetric, onStop: () => void): () => void {
    if (this.#isClosed) return () => {}
    this.#observed.set(name, metric)
    this.#series.add(metric.series)
    return () => {
      if (this.#observed.get(name) !== metric) return
      metric.end()
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
    throw new ConfigurationError(
      'name',
      `There is another metric with the name ${name}. Give one of them another name.`,
    )
  }
}

// --- helpers, in order of use ---

/** A program that names its counters by what comes and goes is not to pay with its memory. */
const MAX_STOPPED = 100

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
