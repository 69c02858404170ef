import { exceptionsReceived, resultOr } from '@azmon/core/adapter'
import { availableBytes } from './available-memory'
import { NodeRuntime } from './node-runtime'
import { ProcessorTime } from './processor-time'
import type { Reading } from './reading'
import { ServerRequests } from './server-requests'

/** Measures the process between two readings. Uses the names that Application Insights recognizes. */
export class StandardMetrics {
  readonly #requests = new ServerRequests()
  readonly #processor = new ProcessorTime()
  readonly #runtime = new NodeRuntime()
  #exceptions = exceptionsReceived()
  #lastMs: number

  constructor(nowMs: number) {
    this.#lastMs = nowMs
  }

  /** Returns only the readings that have a value. */
  read(nowMs: number): readonly Reading[] {
    const elapsedMs = nowMs - this.#lastMs
    this.#lastMs = nowMs
    const requests = this.#requests.read(elapsedMs)
    const processor = this.#processor.read(elapsedMs)
    const counters: Readonly<Record<string, number | undefined>> = {
      '\\Memory\\Available Bytes': availableBytes(),
      '\\Processor(_Total)\\% Processor Time': processor.machine,
      '\\Process(??APP_WIN32_PROC??)\\% Processor Time': processor.process,
      '\\Process(??APP_WIN32_PROC??)\\% Processor Time Normalized': processor.normalized,
      '\\Process(??APP_WIN32_PROC??)\\Private Bytes': resultOr(() => process.memoryUsage.rss(), undefined),
      '\\ASP.NET Applications(??APP_W3SVC_PROC??)\\Requests/Sec': requests.perSecond,
      '\\ASP.NET Applications(??APP_W3SVC_PROC??)\\Request Execution Time': requests.meanMs,
      '\\.NET CLR Exceptions(??APP_CLR_PROC??)\\# of Exceps Thrown / sec': this.#exceptionsPerSecond(elapsedMs),
    }
    return [
      ...Object.entries(counters).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
      ...this.#runtime.read(),
    ]
  }

  stop(): void {
    this.#requests.stop()
    this.#runtime.stop()
  }

  #exceptionsPerSecond(elapsedMs: number): number | undefined {
    const before = this.#exceptions
    this.#exceptions = exceptionsReceived()
    return elapsedMs > 0 ? (1_000 * (this.#exceptions - before)) / elapsedMs : undefined
  }
}
