import type { FlushOptions } from '@azmon/core'
import { type Clock, flushTimeoutMs, type Timer } from '@azmon/core/adapter'
import type { Exporters, MetricExporter } from './exporters'
import type { Registry } from './registry'

/** Reads all metrics at the end of an interval and passes them to the exporters. */
export class Reader {
  readonly #registry: Registry
  readonly #exporters: Exporters
  readonly #clock: Clock
  readonly #onReadRates: (nowMs: number, time: Date) => void
  #lastFullMs = Number.NEGATIVE_INFINITY

  /** @param onReadRates reads rates, which need some time between two readings */
  constructor(
    registry: Registry,
    exporters: Exporters,
    clock: Clock,
    onReadRates: (nowMs: number, time: Date) => void,
  ) {
    this.#registry = registry
    this.#exporters = exporters
    this.#clock = clock
    this.#onReadRates = onReadRates
  }

  /**
   * Ends an interval, either when it is due or early. If it ends early, soon after the last one, only metrics that have changed
   * are included. Never throws: a failed reading is counted.
   */
  read(when: 'due' | 'early'): void {
    try {
      this.#read(when)
    } catch {
      this.#registry.stats.readErrors++
    }
  }

  /** Adds an exporter. Values recorded before this call go only to exporters that were already registered. */
  addExporter(exporter: MetricExporter): void {
    this.#exporters.enqueue(this.#registry.collect('changed'))
    this.#exporters.add(exporter)
  }

  /** Resolves when all exporters have processed the values or failed, or at the timeout. */
  async settle(options: FlushOptions | undefined): Promise<void> {
    let timer: Timer | undefined
    const timeUp = new Promise<void>((resolve) => {
      timer = this.#clock.after(flushTimeoutMs(options), resolve, 'keeps-alive')
    })
    await Promise.race([this.#exporters.settle(this.#time), timeUp])
    timer?.cancel()
  }

  #read(when: 'due' | 'early'): void {
    const nowMs = this.#clock.monotonicMs()
    const isFull = when === 'due' || nowMs - this.#lastFullMs >= MIN_EARLY_MS
    const time = this.#time
    this.#exporters.enqueue(this.#registry.collect(isFull ? 'all' : 'changed'))
    this.#exporters.export(time)
    if (!isFull) return
    this.#lastFullMs = nowMs
    this.#onReadRates(nowMs, time)
  }

  get #time(): Date {
    return new Date(this.#clock.epochMs())
  }
}

// --- helpers ---

/** Rates over a shorter time are noise, and a program that flushes often should not send its gauges with each flush. */
const MIN_EARLY_MS = 5_000
