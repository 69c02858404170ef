import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Family, ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import { measure } from './measure'
import type { Run } from './medians'
import { installPeers } from './peers'
import { LOGGERS, reportLogs } from './report-logs'
import { reportSpans } from './report-spans'
import { SCENARIOS } from './scenarios'

interface Benchmark {
  readonly families: readonly Family[]
  /** In docs. */
  readonly page: string
  readonly report: (runs: readonly Run[], rounds: number) => string
}

export const BENCHMARKS = {
  logs: { families: LOGGERS, page: 'benchmarks.md', report: reportLogs },
  spans: { families: ['spans'], page: 'benchmarks-spans.md', report: reportSpans },
} as const satisfies Readonly<Record<string, Benchmark>>

/** Measures every contender in every scenario, prints what came out and writes it down. */
export async function run({ families, page, report }: Benchmark, rounds: number): Promise<void> {
  installPeers()
  const runs: Run[] = []
  // In turns, so that whatever else this machine does meets them all.
  for (let round = 1; round <= rounds; round++) {
    for (const { scenario, name } of pairs(families)) {
      console.error(`${round}/${rounds} ${scenario} ${name}`)
      runs.push({ scenario, name, figures: await measure(name, scenario) })
    }
  }
  const text = report(runs, rounds)
  const file = join(__dirname, '../../../docs', page)
  writeFileSync(file, text)
  console.log(`\n${text}\nWritten to ${relative(process.cwd(), file)}.`)
}

// --- helpers ---

function pairs(families: readonly Family[]): { readonly scenario: ScenarioName; readonly name: string }[] {
  return (Object.keys(SCENARIOS) as ScenarioName[]).flatMap((scenario) =>
    Object.entries(CONTENDERS)
      .filter(([, { family, takesPartIn }]) => families.includes(family) && takesPartIn.includes(scenario))
      .map(([name]) => ({ scenario, name })),
  )
}
