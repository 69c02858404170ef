import { availableParallelism, cpus } from 'node:os'
import { attempt } from '../attempt'

/** Percentages; undefined where the platform, or the time between two readings, does not tell. */
export interface ProcessorShares {
  /** Of all processors of the machine, by everybody. */
  readonly machine: number | undefined
  /** Of one processor, by this process: two busy threads have 200. */
  readonly process: number | undefined
  /** Of all processors that this process may use. */
  readonly normalized: number | undefined
}

/** Processor time from one reading to the next. */
export class ProcessorTime {
  #machine = attempt(machineTimes)
  #process = process.cpuUsage()

  read(elapsedMs: number): ProcessorShares {
    const machine = attempt(machineTimes)
    const before = this.#machine
    const { user, system } = process.cpuUsage(this.#process)
    this.#machine = machine
    this.#process = process.cpuUsage()
    const share = elapsedMs > 0 ? (100 * (user + system)) / 1_000 / elapsedMs : undefined
    return {
      machine: busyShare(before, machine),
      process: share,
      normalized: share === undefined ? undefined : share / availableParallelism(),
    }
  }
}

// --- helpers, in order of use ---

interface MachineTimes {
  readonly processors: number
  readonly idleMs: number
  readonly allMs: number
}

function machineTimes(): MachineTimes {
  const processors = cpus()
  const idleMs = processors.reduce((sum, { times }) => sum + times.idle, 0)
  const allMs = processors.reduce((sum, { times }) => sum + Object.values(times).reduce((a, b) => a + b, 0), 0)
  return { processors: processors.length, idleMs, allMs }
}

/** A processor that has come or gone meanwhile brought all its time along. */
function busyShare(before: MachineTimes | undefined, now: MachineTimes | undefined): number | undefined {
  if (before === undefined || now === undefined) return undefined
  const allMs = now.allMs - before.allMs
  if (now.processors !== before.processors || allMs <= 0) return undefined
  return Math.min(100, Math.max(0, (100 * (allMs - (now.idleMs - before.idleMs))) / allMs))
}
