import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Family, ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import { measure } from './measure'
import type { Run } from './medians'
import { measureRecorders } from './metrics/measure'
import { reportMetrics } from './metrics/report'
import { installPeers } from './peers'
import { LOGGERS, reportLogs } from './report-logs'
import { reportSpans } from './report-spans'
import { SCENARIOS } from './scenarios'

interface Benchmark {
  /** In docs. */
  readonly page: string
  /** Measures everything so many times, and says what came out. */
  readonly measured: (rounds: number) => Promise<string>
}

export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  logs: {
    page: 'benchmarks.md',
    measured: async (rounds) => reportLogs(await runsOf(LOGGERS, rounds), rounds),
  },
  spans: {
    page: 'benchmarks-spans.md',
    measured: async (rounds) => reportSpans(await runsOf(['spans'], rounds), rounds),
  },
  metrics: {
    page: 'benchmarks-metrics.md',
    measured: async (rounds) => reportMetrics(await measureRecorders(rounds), rounds),
  },
}

/** Measures, prints what came out, and writes it down. */
export async function run({ page, measured }: Benchmark, rounds: number): Promise<void> {
  installPeers()
  const text = await measured(rounds)
  const file = join(__dirname, '../../../docs', page)
  writeFileSync(file, text)
  console.log(`\n${text}\nWritten to ${relative(process.cwd(), file)}.`)
}

// --- helpers, in order of use ---

/** Every contender of these families in every scenario. */
async function runsOf(families: readonly Family[], rounds: number): Promise<readonly Run[]> {
  const runs: Run[] = []
  // In turns, so that whatever else this machine does meets them all.
  for (let round = 1; round <= rounds; round++) {
    for (const { scenario, name } of pairs(families)) {
      console.error(`${round}/${rounds} ${scenario} ${name}`)
      runs.push({ scenario, name, figures: await measure(name, scenario) })
    }
  }
  return runs
}

function pairs(families: readonly Family[]): { readonly scenario: ScenarioName; readonly name: string }[] {
  return (Object.keys(SCENARIOS) as ScenarioName[]).flatMap((scenario) =>
    Object.entries(CONTENDERS)
      .filter(([, { family, takesPartIn }]) => families.includes(family) && takesPartIn.includes(scenario))
      .map(([name]) => ({ scenario, name })),
  )
}
