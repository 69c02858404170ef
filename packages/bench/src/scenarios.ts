import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log, ScenarioName } from './contender'
import type { Shape } from './shapes'

export interface Scenario {
  readonly records: number
  /** Nothing listens at the endpoint's address. Only `flat` is measured, because shapes make no difference here. */
  readonly isEndpointDown?: true
  run(work: Work): Observed | Promise<Observed>
}

export interface Work {
  readonly log: Log
  readonly shape: Shape
  readonly records: number
}

/** The figures that are measured inside the process. */
export interface Observed {
  /** The time that the log calls took, per record. */
  readonly callerMicros: number
  /** CPU time of the whole process per record after start-up. Undefined for a burst, which is shorter than start-up. */
  readonly steadyCpuMicros?: number
  readonly delayP999Ms?: number
  readonly delayMaxMs?: number
}

export const BURST_RECORDS = 100_000

const PACED_PER_SECOND = 2_000
const PACED_SECONDS = 20

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  burst: { records: BURST_RECORDS, run: burst },
  paced: { records: PACED_PER_SECOND * PACED_SECONDS, run: paced },
  down: { records: 20_000, isEndpointDown: true, run: burst },
}

// --- helpers, in order of use ---

const BLOCK_RECORDS = 500

function burst({ log, shape, records }: Work): Observed {
  let tookMs = 0
  for (let from = 0; from < records; from += BLOCK_RECORDS) {
    tookMs += logRecords(log, shape, from, Math.min(records, from + BLOCK_RECORDS))
  }
  return { callerMicros: (tookMs * 1_000) / records }
}

/**
 * Returns the milliseconds that the log calls took. Records are created first, because creating them is not the logger's cost.
 */
function logRecords(log: Log, { call }: Shape, from: number, to: number): number {
  const calls = Array.from({ length: to - from }, (_, at) => call(from + at))
  const startedMs = performance.now()
  for (const each of calls) log(each)
  return performance.now() - startedMs
}

/** After this time, loading and the first compilations are complete. */
const WARM_UP_SECONDS = 1
/** CPU time is measured after this fraction of the records: after 5 of 20 s. */
const START_SHARE = 0.25
const TICK_MS = 5

async function paced({ log, shape, records }: Work): Promise<Observed> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const startedMs = performance.now()
  let tookMs = 0
  let steady = { from: 0, cpu: process.cpuUsage() }
  for (let logged = 0; logged < records; ) {
    await sleep(TICK_MS)
    const elapsedSeconds = (performance.now() - startedMs) / 1_000
    if (elapsedSeconds > WARM_UP_SECONDS) delay.enable()
    if (steady.from === 0 && logged >= records * START_SHARE) steady = { from: logged, cpu: process.cpuUsage() }
    const due = Math.min(records, Math.floor(elapsedSeconds * PACED_PER_SECOND))
    tookMs += logRecords(log, shape, logged, due)
    logged = due
  }
  delay.disable()
  const { user, system } = process.cpuUsage(steady.cpu)
  return {
    callerMicros: (tookMs * 1_000) / records,
    steadyCpuMicros: (user + system) / (records - steady.from),
    // If the process was too busy to take a single sample, these figures are undefined, not 0.
    ...(delay.count > 0 && { delayP999Ms: delay.percentile(99.9) / 1e6, delayMaxMs: delay.max / 1e6 }),
  }
}
