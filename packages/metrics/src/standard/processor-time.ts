import { availableParallelism, cpus } from 'node:os'
import { resultOr } from '@azmon/core/adapter'

/** Percentages of processor use. Undefined if the platform does not report them or no time passed between two readings. */
export interface ProcessorShares {
  /** Use of all the machine's processors by all programs. */
  readonly machine: number | undefined
  /** Use by this process, relative to one processor: two busy threads give 200. */
  readonly process: number | undefined
  /** Use by this process, relative to all processors that it may use. */
  readonly normalized: number | undefined
}

/** Measures processor time between two readings. */
export class ProcessorTime {
  #machine = resultOr(machineTimes, undefined)
  #process = process.cpuUsage()

  read(elapsedMs: number): ProcessorShares {
    const machine = resultOr(machineTimes, undefined)
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

/** Returns undefined if the number of processors has changed, because the two totals then cover different processors. */
function busyShare(before: MachineTimes | undefined, now: MachineTimes | undefined): number | undefined {
  if (before === undefined || now === undefined) return undefined
  const allMs = now.allMs - before.allMs
  if (now.processors !== before.processors || allMs <= 0) return undefined
  return Math.min(100, Math.max(0, (100 * (allMs - (now.idleMs - before.idleMs))) / allMs))
}
