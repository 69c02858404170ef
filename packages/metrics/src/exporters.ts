import { ConfigurationError } from '@azmon/core'
import type { Account } from './account'
import { type Metric, metricsOf, type Tallies } from './metric'
import { kindOf } from './names'
import type { Series } from './series'
import { copyOf, type Tally } from './tally'

/**
 * Gets what has come in since it was last called, counts, sums and distributions as their deltas. Where it throws or
 * rejects, it gets the same again, together with what has come in meanwhile.
 */
export type MetricExporter = (metrics: readonly Metric[]) => void | PromiseLike<void>

/** Who is handed what was collected, each with an account of its own. */
export class Exporters {
  readonly #account: Account
  readonly #subscriptions = new Map<MetricExporter, Subscription>()

  constructor(account: Account) {
    this.#account = account
  }

  /** @throws ConfigurationError. A second time changes nothing. */
  add(exporter: MetricExporter): void {
    if (typeof exporter !== 'function') {
      throw new ConfigurationError(
        'exporter',
        `An exporter must be a function that takes metrics, got ${kindOf(exporter)}.`,
      )
    }
    if (!this.#subscriptions.has(exporter)) this.#subscriptions.set(exporter, new Subscription(exporter, this.#account))
  }

  remove(exporter: MetricExporter): void {
    this.#subscriptions.delete(exporter)
  }

  /** Everyone is to have it, now or next time. */
  owe(collected: Tallies): void {
    for (const subscription of this.#subscriptions.values()) subscription.owe(collected)
  }

  /** Hands over what is owed to everyone who is not still busy with the last. */
  export(time: Date): void {
    for (const subscription of this.#subscriptions.values()) subscription.export(time)
  }

  /** Resolves when all that is owed has been taken, or has failed. */
  async settle(time: Date): Promise<void> {
    await Promise.all([...this.#subscriptions.values()].map((subscription) => subscription.settle(time)))
  }
}

// --- helpers, in order of use ---

class Subscription {
  readonly #exporter: MetricExporter
  readonly #account: Account
  #owed: Tallies = new Map()
  #running: Promise<boolean> | undefined
  #isExporting = false

  constructor(exporter: MetricExporter, account: Account) {
    this.#exporter = exporter
    this.#account = account
  }

  owe(collected: Tallies): void {
    this.#owed = together(this.#owed, collected)
  }

  export(time: Date): void {
    if (this.#isExporting || this.#owed.size === 0) return
    const handed = this.#owed
    const metrics = metricsOf(handed, time)
    this.#owed = new Map()
    if (metrics.length === 0) return // gauges that had something to tell for a while
    this.#isExporting = true
    try {
      const result: unknown = this.#exporter(metrics)
      if (isPromise(result)) this.#running = this.#follow(result, handed)
      else this.#isExporting = false
    } catch {
      this.#failed(handed)
    }
  }

  async settle(time: Date): Promise<void> {
    const isFine = (await this.#running) ?? true
    if (!isFine || this.#owed.size === 0) return
    this.export(time)
    await this.#running
  }

  async #follow(result: PromiseLike<unknown>, handed: Tallies): Promise<boolean> {
    try {
      await result
      this.#isExporting = false
      return true
    } catch {
      this.#failed(handed)
      return false
    } finally {
      this.#running = undefined
    }
  }

  #failed(handed: Tallies): void {
    this.#isExporting = false
    this.#account.exporterErrors++
    this.#owed = together(handed, this.#owed)
  }
}

/** Tallies are shared by all exporters, so that they are added in copies. */
function together(earlier: Tallies, later: Tallies): Tallies {
  if (earlier.size === 0) return later
  const both = new Map<Series, Tally>(earlier)
  for (const [series, tally] of later) {
    const sum = both.get(series)
    if (sum === undefined) {
      both.set(series, tally)
      continue
    }
    const copy = copyOf(sum)
    copy.absorb(tally)
    both.set(series, copy)
  }
  return both
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof Reflect.get(Object(value), 'then') === 'function'
}
