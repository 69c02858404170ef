import { writeSync } from 'node:fs'
import type { ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import { peakRssBytes } from './peak-rss'
import { type Observed, SCENARIOS } from './scenarios'

/** What a process that ran one contender through one scenario has to say at its end. */
export interface Testimony extends Observed {
  readonly startedAtMs: number
  readonly cpuMicros: number
  readonly peakRssBytes: number
  readonly reportedLost?: number | undefined
}

/** For a contender that would keep its process alive. */
const LIMIT_MS = 60_000

async function main([name, scenario, connectionString]: readonly string[]): Promise<void> {
  const contender = await CONTENDERS[name!]!.open(connectionString!)
  const startedAtMs = Date.now()
  const observed = await SCENARIOS[scenario as ScenarioName].log(contender)
  // At the very end, so that what happens after close() counts, too.
  process.once('exit', () => {
    const { user, system } = process.cpuUsage()
    const testimony: Testimony = {
      ...observed,
      startedAtMs,
      cpuMicros: user + system,
      peakRssBytes: peakRssBytes(),
      reportedLost: contender.reportedLost?.(),
    }
    writeSync(1, `\n${JSON.stringify(testimony)}`)
  })
  setTimeout(() => process.exit(), LIMIT_MS).unref()
  await contender.close()
}

void main(process.argv.slice(2))
