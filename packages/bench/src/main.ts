import { parseArgs } from 'node:util'
import { benchmarkLogs } from './logs'

const USAGE = `Usage: npm run bench -- logs [--runs 5]

  logs     winston and pino next to the other ways to Azure Monitor; writes docs/benchmarks.md
  --runs   how often everything is measured; the tables show medians`

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string', default: '5' } },
  })
  const runs = Number(values.runs)
  if (positionals.join() !== 'logs' || !Number.isInteger(runs) || runs < 1) throw new Error(USAGE)
  await benchmarkLogs(runs)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
