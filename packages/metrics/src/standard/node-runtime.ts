import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { DistributionAggregation } from '../aggregation'
import { talliesFor } from '../tallies'
import type { Reading } from './reading'

const NAMESPACE = 'Node.js'

/** The event loop is looked at so often. */
const RESOLUTION_MS = 20

/** What only a JavaScript engine has, from one reading to the next. */
export class NodeRuntime {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  readonly #pauses = talliesFor(new DistributionAggregation())()
  readonly #observer = new PerformanceObserver((list) => this.#addPauses(list.getEntries()))

  constructor() {
    this.#delay.enable()
    this.#observer.observe({ entryTypes: ['gc'] })
  }

  read(): readonly Reading[] {
    // process.memoryUsage() asks the system as well, which throws where file descriptors have run out.
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

  /** Node measures from one look to the next, of which the resolution is none of the delay. */
  #delayMs(percentile: number): number {
    return Math.max(0, this.#delay.percentile(percentile) / 1e6 - RESOLUTION_MS)
  }

  #addPauses(entries: readonly { readonly duration: number }[]): void {
    for (const { duration } of entries) this.#pauses.add(duration)
  }

  #readPauses(): readonly Reading[] {
    const value = this.#pauses.read()
    this.#pauses.restart()
    if (value === undefined || typeof value === 'number') return []
    const { sum, count, min, max, stdDev } = value
    return [{ name: 'GC Pause (ms)', value: sum, count, min, max, stdDev }]
  }
}
