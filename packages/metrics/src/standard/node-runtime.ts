import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { DistributionAggregation } from '../aggregation'
import { tallyFactory } from '../tally-factory'
import type { Reading } from './reading'

const NAMESPACE = 'Node.js'

/** The sampling interval of the event loop delay. */
const RESOLUTION_MS = 20

/** Measures the event loop, the heap and garbage collection between two readings. */
export class NodeRuntime {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  readonly #pauses = tallyFactory(new DistributionAggregation())()
  readonly #observer = new PerformanceObserver((list) => this.#addPauses(list.getEntries()))

  constructor() {
    this.#delay.enable()
    this.#observer.observe({ entryTypes: ['gc'] })
  }

  read(): readonly Reading[] {
    // process.memoryUsage() also asks the operating system and throws when file descriptors have run out.
    const { used_heap_size, total_heap_size } = getHeapStatistics()
    const readings = [
      ...(this.#delay.count === 0
        ? []
        : [
            { name: 'Event Loop Delay p50 (ms)', value: this.#delayMs(50) },
            { name: 'Event Loop Delay p99 (ms)', value: this.#delayMs(99) },
          ]),
      { name: 'Heap Used (bytes)', value: used_heap_size },
      { name: 'Heap Total (bytes)', value: total_heap_size },
      ...this.#readPauses(),
    ]
    this.#delay.reset()
    return readings.map((reading) => ({ ...reading, namespace: NAMESPACE }))
  }

  stop(): void {
    this.#delay.disable()
    this.#observer.disconnect()
  }

  /** Samples include the sampling interval; subtract it. */
  #delayMs(percentile: number): number {
    return Math.max(0, this.#delay.percentile(percentile) / 1e6 - RESOLUTION_MS)
  }

  #addPauses(entries: readonly { readonly duration: number }[]): void {
    for (const { duration } of entries) this.#pauses.add(duration)
  }

  #readPauses(): readonly Reading[] {
    const value = this.#pauses.read()
    this.#pauses.reset()
    if (value === undefined || typeof value === 'number') return []
    const { sum, count, min, max, stdDev } = value
    return [{ name: 'GC Pause (ms)', value: sum, count, min, max, stdDev }]
  }
}
