import { writeSync } from 'node:fs'
import { CONTENDERS } from './contenders'
import { peakRssBytes } from './peak-rss'
import { logInRequests } from './requests'
import { type Observed, SCENARIOS } from './scenarios'
import type { Case } from './selection'
import { SHAPES } from './shapes'

/** The output of a case's process when it ends. */
export interface Testimony extends Observed {
  readonly startedAtMs: number
  readonly cpuMicros: number
  readonly peakRssBytes: number
  readonly reportedLost?: number | undefined
}

/** The time after which the process is ended if a contender keeps it alive. */
const LIMIT_MS = 180_000

async function main(given: string, connectionString: string): Promise<void> {
  const { contender: name, scenario, shape: shapeName, records }: Case = JSON.parse(given)
  const shape = SHAPES[shapeName]
  const contender = await CONTENDERS[name]!.open(connectionString, shape.isInRequests === true)
  const log = logInRequests(contender, shape)
  const startedAtMs = Date.now()
  const observed = await SCENARIOS[scenario].run({ log, shape, records })
  // Measured at exit, so that work after close() is included.
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

const [given, connectionString] = process.argv.slice(2)
void main(given!, connectionString!)
