import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OpenContender, ScenarioName } from './contender'
import { messageOf, propertiesOf } from './workload'

export interface Scenario {
  readonly records: number
  /** Nobody listens at the endpoint's address. */
  readonly isEndpointDown?: boolean
  log(contender: OpenContender): Promise<Observed>
}

/** What a scenario sees from inside the process. */
export interface Observed {
  readonly callerMicros?: number
  readonly delayP999Ms?: number
  readonly delayMaxMs?: number
}

export const BURST_RECORDS = 100_000
const DOWN_RECORDS = 20_000

const PACED_PER_SECOND = 2_000
const PACED_SECONDS = 5
const PACED_RECORDS = PACED_PER_SECOND * PACED_SECONDS
/** Loading and the first compilations are over by then. */
const WARM_UP_SECONDS = 1
const TICK_MS = 5

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  burst: { records: BURST_RECORDS, log: async (contender) => burst(contender, BURST_RECORDS) },
  paced: { records: PACED_RECORDS, log: paced },
  down: {
    records: DOWN_RECORDS,
    isEndpointDown: true,
    log: async (contender) => burst(contender, DOWN_RECORDS),
  },
}

// --- helpers, in order of use ---

function burst(contender: OpenContender, records: number): Observed {
  const startedMs = performance.now()
  for (let id = 0; id < records; id++) contender.log(messageOf(id), propertiesOf(id))
  return { callerMicros: ((performance.now() - startedMs) * 1_000) / records }
}

async function paced(contender: OpenContender): Promise<Observed> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const startedMs = performance.now()
  for (let id = 0; id < PACED_RECORDS; ) {
    await sleep(TICK_MS)
    const elapsedSeconds = (performance.now() - startedMs) / 1_000
    if (elapsedSeconds > WARM_UP_SECONDS) delay.enable()
    const due = Math.min(PACED_RECORDS, Math.floor(elapsedSeconds * PACED_PER_SECOND))
    for (; id < due; id++) contender.log(messageOf(id), propertiesOf(id))
  }
  delay.disable()
  return { delayP999Ms: delay.percentile(99.9) / 1e6, delayMaxMs: delay.max / 1e6 }
}
