import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Family } from './contender'
import { measureQueries } from './kql/measure'
import { reportKql } from './kql/report'
import { measureLocal } from './local/measure'
import { reportLocal } from './local/report'
import { measure } from './measure'
import { measureRecorders } from './metrics/measure'
import { reportMetrics } from './metrics/report'
import { installPeers } from './peers'
import { LOGGERS, reportLogs } from './report-logs'
import { reportSpans } from './report-spans'
import { Results, type Run } from './results'
import { casesOf, type Selection } from './selection'
import type { Page } from './setting'

export interface Order {
  readonly selection: Selection
  readonly page: Page
  /** Whether the page is also written to docs. */
  readonly isWritten: boolean
}

interface Benchmark {
  /** The name of the page in docs. */
  readonly file: string
  /** Measures and returns the page. */
  readonly report: (selection: Selection, page: Page) => Promise<string>
  /** Whether it compares with packages that must be installed first. */
  readonly hasPeers?: true
}

export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  logs: {
    file: 'benchmarks.md',
    hasPeers: true,
    report: async (selection, page) => reportLogs(await resultsOf(LOGGERS, selection, page), page),
  },
  spans: {
    file: 'benchmarks-spans.md',
    hasPeers: true,
    report: async (selection, page) => reportSpans(await resultsOf(['spans'], selection, page), page),
  },
  metrics: {
    file: 'benchmarks-metrics.md',
    hasPeers: true,
    report: async (_, page) => reportMetrics(await measureRecorders(page.rounds), page),
  },
  kql: {
    file: 'benchmarks-kql.md',
    report: async (_, page) => reportKql(await measureQueries(page.rounds), page),
  },
  local: {
    file: 'benchmarks-local.md',
    report: async ({ records }, page) => reportLocal(await measureLocal(page.rounds, records), page),
  },
}

/** Measures, prints the page, and writes it to docs if requested. */
export async function run({ file, report, hasPeers }: Benchmark, { selection, page, isWritten }: Order): Promise<void> {
  if (hasPeers) installPeers()
  const text = await report(selection, page)
  console.log(`\n${text}`)
  if (!isWritten) return
  const path = join(__dirname, '../../../docs', file)
  writeFileSync(path, text)
  console.log(`Written to ${relative(process.cwd(), path)}.`)
}

// --- helpers, in order of use ---

async function resultsOf(
  families: readonly Family[],
  selection: Selection,
  { rounds, pacedRounds }: Page,
): Promise<Results> {
  const cases = casesOf(families, selection)
  if (cases.length === 0)
    throw new Error(
      `The options select no benchmark of ${families.join(' and ')}. Remove an option, or name a benchmark.`,
    )
  const runs: Run[] = []
  // Contenders take turns, so that other load on this machine affects all of them.
  for (let round = 1; round <= Math.max(rounds, pacedRounds); round++) {
    for (const one of cases) {
      if (round > (one.scenario === 'paced' ? pacedRounds : rounds)) continue
      console.error(`${round}/${rounds} ${one.scenario} ${one.shape} ${one.contender}`)
      try {
        runs.push({ ...one, figures: await measure(one) })
      } catch (error) {
        // The error is only printed, because the other figures took hours and are still valid.
        console.error(error)
        process.exitCode = 1
      }
    }
  }
  return new Results(runs)
}
