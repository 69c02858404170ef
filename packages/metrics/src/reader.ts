import type { FlushOptions } from '@azmon/core'
import { type Clock, flushTimeoutMs, type Timer } from '@azmon/core/adapter'
import type { Exporters, MetricExporter } from './exporters'
import type { Registry } from './registry'

/** Collects what is registered, and has it exported. */
export class Reader {
  readonly #registry: Registry
  readonly #exporters: Exporters
  readonly #clock: Clock
  readonly #onRates: (nowMs: number, time: Date) => void
  #lastWholeMs = Number.NEGATIVE_INFINITY

  /** `onRates` is for what has to be read over a while. */
  constructor(registry: Registry, exporters: Exporters, clock: Clock, onRates: (nowMs: number, time: Date) => void) {
    this.#registry = registry
    this.#exporters = exporters
    this.#clock = clock
    this.#onRates = onRates
  }

  /**
   * An interval is over, or has to be over now. Where the last one was only just over, what stands as it was is not told
   * again. Never throws: a reading that fails is counted.
   */
  read(when: 'due' | 'early'): void {
    try {
      this.#read(when)
    } catch {
      this.#registry.account.readErrors++
    }
  }

  /** What has come in before belongs to those who were there already. */
  addExporter(exporter: MetricExporter): void {
    this.#exporters.owe(this.#registry.collect('moved'))
    this.#exporters.add(exporter)
  }

  /** Resolves when exporters have taken what was read, or failed to, or when the time is up. */
  async settle(how: FlushOptions | undefined): Promise<void> {
    let timer: Timer | undefined
    const timeUp = new Promise<void>((resolve) => {
      timer = this.#clock.after(flushTimeoutMs(how), resolve, 'keeps-alive')
    })
    await Promise.race([this.#exporters.settle(this.#time), timeUp])
    timer?.cancel()
  }

  #read(when: 'due' | 'early'): void {
    const nowMs = this.#clock.monotonicMs()
    const isWhole = when === 'due' || nowMs - this.#lastWholeMs >= MIN_EARLY_MS
    const time = this.#time
    this.#exporters.owe(this.#registry.collect(isWhole ? 'all' : 'moved'))
    this.#exporters.export(time)
    if (!isWhole) return
    this.#lastWholeMs = nowMs
    this.#onRates(nowMs, time)
  }

  get #time(): Date {
    return new Date(this.#clock.epochMs())
  }
}

// --- helpers ---

/** A rate over less says little, and a program that flushes all the time is not to send its gauges all the time. */
const MIN_EARLY_MS = 5_000
