import { parseArgs } from 'node:util'
import { BENCHMARKS, run } from './benchmark'
import { CONTENDERS } from './contenders'
import { SCENARIOS } from './scenarios'
import { SHAPES } from './shapes'

const FAMILIES = [...new Set(Object.values(CONTENDERS).map(({ family }) => family))]

const USAGE = `Usage: npm run bench -- [logs] [spans] [metrics] [kql] [local] [options]

Measures all unless some are named, and prints Markdown tables.

  logs        winston and pino next to the other ways to Azure Monitor
  spans       our tracer next to OpenTelemetry's SDK
  metrics     what recording a value costs, next to prom-client and OpenTelemetry's SDK
  kql         what a query costs, next to SQL by hand
  local       how fast the local Application Insights takes telemetry and answers queries

  --runs      how often everything is measured; the tables show medians (default 5)
  --paced-runs  how often the paced scenario is measured, which takes 20 s for each case (default --runs)
  --write     write the tables into docs/benchmarks*.md, too

For a quick look; each takes a comma-separated list:

  --scenario  ${Object.keys(SCENARIOS).join(', ')}
  --shape     ${Object.keys(SHAPES).join(', ')}
  --only      ${FAMILIES.join(', ')} for all contenders of that kind, or contenders by name, with which the
              logger or tracer alone runs along:
              ${Object.keys(CONTENDERS).join(' ')}
  --records   how many records each scenario logs, instead of its own number; not with --write

Example: npm run bench -- logs --scenario burst --shape nested,http --only azmon,winston-azure --runs 3`

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      runs: { type: 'string', default: '5' },
      'paced-runs': { type: 'string' },
      write: { type: 'boolean', default: false },
      scenario: { type: 'string' },
      shape: { type: 'string' },
      only: { type: 'string' },
      records: { type: 'string' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const rounds = positive('runs', values.runs)!
  const selection = {
    scenarios: listed('scenario', values.scenario, Object.keys(SCENARIOS)),
    shapes: listed('shape', values.shape, Object.keys(SHAPES)),
    contenders: listed('only', values.only, [...FAMILIES, ...Object.keys(CONTENDERS)]),
    records: positive('records', values.records),
  }
  if (values.write && selection.records !== undefined) {
    throw new Error('--write cannot be combined with --records: a page shows full runs. Drop one of them.')
  }
  const names =
    positionals.length > 0 ? known('benchmark', positionals, Object.keys(BENCHMARKS)) : Object.keys(BENCHMARKS)
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ')
  const pacedRounds = positive('paced-runs', values['paced-runs']) ?? rounds
  const page = { command, rounds, pacedRounds, date: new Date().toISOString().slice(0, 10) }
  for (const name of names) await run(BENCHMARKS[name]!, { selection, page, isWritten: values.write })
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

// --- helpers, in order of use ---

function positive(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${option} must be a positive integer, got '${value}'.`)
  return number
}

function listed(option: string, value: string | undefined, all: readonly string[]): readonly string[] | undefined {
  return value === undefined ? undefined : known(`--${option}`, value.split(','), all)
}

function known(what: string, names: readonly string[], all: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !all.includes(name))
  if (unknown === undefined) return names
  throw new Error(`${what} '${unknown}' is unknown. Use ${all.join(', ')}.`)
}
