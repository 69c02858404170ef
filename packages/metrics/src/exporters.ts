import { ConfigurationError } from '@azmon/core'
import { typeName } from '@azmon/core/adapter'
import { type Metric, metricsOf, type Tallies } from './metric'
import type { MutableStats } from './metrics-stats'
import type { Series } from './series'
import { copyTally, type Tally } from './tally'

/**
 * Receives the values since its last call; counts, sums and distributions are deltas. If it throws or rejects, it receives
 * the same values again, combined with those of the next interval.
 */
export type MetricExporter = (metrics: readonly Metric[]) => void | PromiseLike<void>

/** Holds the registered exporters. Each has its own queue of values. */
export class Exporters {
  readonly #stats: MutableStats
  readonly #subscriptions = new Map<MetricExporter, Subscription>()

  constructor(stats: MutableStats) {
    this.#stats = stats
  }

  /**
   * Adds an exporter unless it is already registered.
   * @throws ConfigurationError if it is not a function.
   */
  add(exporter: MetricExporter): void {
    if (typeof exporter !== 'function') {
      throw new ConfigurationError(
        'exporter',
        `An exporter must be a function that takes metrics, got ${typeName(exporter)}.`,
      )
    }
    if (!this.#subscriptions.has(exporter)) this.#subscriptions.set(exporter, new Subscription(exporter, this.#stats))
  }

  remove(exporter: MetricExporter): void {
    this.#subscriptions.delete(exporter)
  }

  /** Queues the values for every exporter. */
  enqueue(collected: Tallies): void {
    for (const subscription of this.#subscriptions.values()) subscription.enqueue(collected)
  }

  /** Calls every exporter whose last export has finished. */
  export(time: Date): void {
    for (const subscription of this.#subscriptions.values()) subscription.export(time)
  }

  /** Resolves when every exporter has processed its queued values or failed. */
  async settle(time: Date): Promise<void> {
    await Promise.all([...this.#subscriptions.values()].map((subscription) => subscription.settle(time)))
  }
}

// --- helpers, in order of use ---

class Subscription {
  readonly #exporter: MetricExporter
  readonly #stats: MutableStats
  #pending: Tallies = new Map()
  #running: Promise<boolean> | undefined
  #isExporting = false

  constructor(exporter: MetricExporter, stats: MutableStats) {
    this.#exporter = exporter
    this.#stats = stats
  }

  enqueue(collected: Tallies): void {
    this.#pending = mergeTallies(this.#pending, collected)
  }

  export(time: Date): void {
    if (this.#isExporting || this.#pending.size === 0) return
    const exported = this.#pending
    const metrics = metricsOf(exported, time)
    this.#pending = new Map()
    if (metrics.length === 0) return // only gauges that no longer have a value were queued
    this.#isExporting = true
    try {
      const result: unknown = this.#exporter(metrics)
      if (isPromise(result)) this.#running = this.#follow(result, exported)
      else this.#isExporting = false
    } catch {
      this.#fail(exported)
    }
  }

  async settle(time: Date): Promise<void> {
    const hasSucceeded = (await this.#running) ?? true
    if (!hasSucceeded || this.#pending.size === 0) return
    this.export(time)
    await this.#running
  }

  async #follow(result: PromiseLike<unknown>, exported: Tallies): Promise<boolean> {
    try {
      await result
      this.#isExporting = false
      return true
    } catch {
      this.#fail(exported)
      return false
    } finally {
      this.#running = undefined
    }
  }

  #fail(exported: Tallies): void {
    this.#isExporting = false
    this.#stats.exporterErrors++
    this.#pending = mergeTallies(exported, this.#pending)
  }
}

/** Merges into copies, because all exporters share the tallies. */
function mergeTallies(earlier: Tallies, later: Tallies): Tallies {
  if (earlier.size === 0) return later
  const both = new Map<Series, Tally>(earlier)
  for (const [series, tally] of later) {
    const sum = both.get(series)
    if (sum === undefined) {
      both.set(series, tally)
      continue
    }
    const copy = copyTally(sum)
    copy.merge(tally)
    both.set(series, copy)
  }
  return both
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof Reflect.get(Object(value), 'then') === 'function'
}
