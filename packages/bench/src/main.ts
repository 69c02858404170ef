import { parseArgs } from 'node:util'
import { BENCHMARKS, run } from './benchmark'

const USAGE = `Usage: npm run bench -- <which> [--runs 5]

  logs     winston and pino next to the other ways to Azure Monitor; writes docs/benchmarks.md
  spans    our tracer next to OpenTelemetry's SDK; writes docs/benchmarks-spans.md
  metrics  what recording a value costs, next to prom-client and OpenTelemetry's SDK; writes docs/benchmarks-metrics.md
  --runs   how often everything is measured; the tables show medians`

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string', default: '5' } },
  })
  const runs = Number(values.runs)
  const benchmark = BENCHMARKS[positionals.join()]
  if (benchmark === undefined || !Number.isInteger(runs) || runs < 1) throw new Error(USAGE)
  await run(benchmark, runs)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
