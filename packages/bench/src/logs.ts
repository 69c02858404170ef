import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import { measure } from './measure'
import type { Run } from './medians'
import { installPeers } from './peers'
import { report } from './report'
import { SCENARIOS } from './scenarios'

const REPORT_FILE = join(__dirname, '../../../docs/benchmarks.md')

/** Measures every contender in every scenario, prints what came out and writes it down. */
export async function benchmarkLogs(rounds: number): Promise<void> {
  installPeers()
  const runs: Run[] = []
  // In turns, so that whatever else this machine does meets them all.
  for (let round = 1; round <= rounds; round++) {
    for (const { scenario, name } of pairs()) {
      console.error(`${round}/${rounds} ${scenario} ${name}`)
      runs.push({ scenario, name, figures: await measure(name, scenario) })
    }
  }
  const text = report(runs, rounds)
  writeFileSync(REPORT_FILE, text)
  console.log(`\n${text}\nWritten to ${relative(process.cwd(), REPORT_FILE)}.`)
}

// --- helpers ---

function pairs(): { readonly scenario: ScenarioName; readonly name: string }[] {
  return (Object.keys(SCENARIOS) as ScenarioName[]).flatMap((scenario) =>
    Object.entries(CONTENDERS)
      .filter(([, { takesPartIn }]) => takesPartIn.includes(scenario))
      .map(([name]) => ({ scenario, name })),
  )
}
