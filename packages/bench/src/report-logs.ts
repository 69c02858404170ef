import type { Family, ScenarioName } from './contender'
import type { Results } from './results'
import { contenderRows, machine, type Page, times } from './setting'
import { SHAPES } from './shapes'
import { type Column, table } from './table'
import { type LoggerFamily, targetTable } from './targets'

const TARGETS_TEXT = `Each target, and what was reached with each shape. If there are two limits, the first is for \`flat\`.
[Where the time goes](performance.md) explains those that were not met.`

const BURST_TEXT = `100,000 records in one synchronous loop; the caller's time is that of the log calls alone. Then the logger is ended as in an
application: with \`logger.end()\` of winston or \`end()\` of pino's transport, and the process waits for it. A contender that needs
a flush or shutdown of its own gets it after that. Then the process ends by itself. A record is delivered if the endpoint has
received it by then. CPU is that of the whole process, from its start, per delivered record. \`× gzip 1\` compares the bytes on
the wire with those of the same text at gzip's level 1.`

const PACED_TEXT = `2,000 records a second for 20 s. A timer of 1 ms measures the delay of the event loop, from one second after construction
until the last record. CPU is that of the whole process per record, after the first 5 s.`

const DOWN_TEXT = `20,000 \`flat\` records in one synchronous loop while the endpoint's port refuses connections, then the same end. A later
process can send the records that are kept on disk.`

const BURST: readonly Column[] = [
  { heading: 'caller µs/log', figure: 'callerMicros', digits: 1, toBaseline: 'ratio', toPeer: true },
  { heading: 'CPU µs/item', figure: 'cpuMicros', digits: 1, toBaseline: 'difference', toPeer: true },
  { heading: 'last delivered after s', figure: 'lastAfterS', digits: 1, toPeer: true },
  { heading: 'delivered', figure: 'delivered' },
  { heading: 'kept on disk', figure: 'kept' },
  { heading: 'lost', figure: 'lost' },
  { heading: 'of these reported', figure: 'reported' },
  { heading: 'duplicated', figure: 'duplicated' },
  { heading: 'peak RSS MB', figure: 'peakRssMb', toBaseline: 'difference', toPeer: true },
  { heading: 'wire B/item', figure: 'wireBytes', toPeer: true },
  { heading: '× gzip 1', figure: 'wireToGzip', digits: 2 },
]

const PACED: readonly Column[] = [
  { heading: 'p99.9 ms', figure: 'delayP999Ms', digits: 1, toBaseline: 'ratio', toPeer: true },
  { heading: 'max ms', figure: 'delayMaxMs', digits: 1, toBaseline: 'ratio', toPeer: true },
  { heading: 'CPU µs/item', figure: 'cpuMicros', digits: 1, toBaseline: 'difference', toPeer: true },
  { heading: 'caller µs/log', figure: 'callerMicros', digits: 1, toBaseline: 'ratio', toPeer: true },
  { heading: 'delivered', figure: 'delivered' },
  { heading: 'lost', figure: 'lost' },
  { heading: 'duplicated', figure: 'duplicated' },
  { heading: 'peak RSS MB', figure: 'peakRssMb', toBaseline: 'difference', toPeer: true },
  { heading: 'wire B/item', figure: 'wireBytes', toPeer: true },
]

const DOWN: readonly Column[] = [
  { heading: 'delivered', figure: 'delivered' },
  { heading: 'kept on disk', figure: 'kept' },
  { heading: 'lost', figure: 'lost' },
  { heading: 'of these reported', figure: 'reported' },
  { heading: 'process ended after s', figure: 'endedAfterS', digits: 1 },
]

export const LOGGERS = ['winston', 'pino'] as const satisfies readonly Family[]

/** Renders docs/benchmarks.md. */
export function reportLogs(results: Results, page: Page): string {
  const tables = (columns: readonly Column[], scenario: ScenarioName) => (logger: LoggerFamily) =>
    table(columns, scenario, logger, results)
  const measured = [
    section('Targets', TARGETS_TEXT, (logger) => targetTable(logger, results)),
    section('Burst', BURST_TEXT, tables(BURST, 'burst')),
    section('Paced', PACED_TEXT, tables(PACED, 'paced')),
    section('Endpoint down', DOWN_TEXT, tables(DOWN, 'down')),
  ]
    .filter((one) => one !== '')
    .join('\n\n')
  return `# Benchmarks

These benchmarks compare ways to send logs to Azure Monitor: the cost of a log call to its caller, the cost of a record to the
process until it is delivered, and the number of records lost. Written by \`${page.command}\` on ${page.date}.

| | |
|---|---|
| machine | ${machine()} |
${contenderRows(LOGGERS)}

Every contender runs in a process of its own, with default options unless the table above says otherwise. Contenders take
turns, ${times(page.rounds)}${page.pacedRounds === page.rounds ? '' : `, and ${times(page.pacedRounds)} in the paced scenario`}. Figures are medians. The endpoint runs on the same machine over https; it inflates and counts the
items, and identifies each record by its id afterwards. Whatever applicationinsights collects by itself, and telemetry of the
Azure libraries about themselves, is switched off. winston's \`Stream\` transport also announces each record in a
\`setImmediate\`. With a worker, CPU and memory are those of both threads.

Brackets compare a figure with the logger alone, as a multiple (×) or a difference (+ or −), and then with the best lossless
peer: the lowest figure of the other libraries behind the same logger that lost nothing. applicationinsights is not counted
as a peer, because it does not pay for a logger. A lost record was neither delivered nor left on disk. Reported are the
records that the contender itself counts as dropped, or as pending when the process ends. A dash means that there is nothing
to measure, or that the contender does not count it.

Records differ from each other, and every shape of record is measured:

| shape | |
|---|---|
${shapeRows()}

In \`child\`, pino's rows write the span into each line with a mixin: ours with \`traceMixin()\`, the others, and pino alone,
with a minimal one. In \`error\`, rows of winston do unequal work: winston alone, applicationinsights and
winston-azure-application-insights write only the error's own fields, without its message, stack and cause; the Azure exporter
drops the error; ours sends all of it as an exception.

${measured}

## Again

\`\`\`sh
npm run build
npm run bench -- logs --write
\`\`\`

This writes the file again. Compare rows of one run, not of different runs: machines differ, and so does their load.
[More about it](../packages/bench/README.md).
`
}

// --- helpers, in order of use ---

/** Returns an empty string if none of the section's tables has a row. */
function section(heading: string, text: string, tableOf: (logger: LoggerFamily) => string): string {
  const tables = LOGGERS.map(tableOf).filter((one) => one !== '')
  return tables.length === 0 ? '' : `## ${heading}\n\n${[text, ...tables].join('\n\n')}`
}

function shapeRows(): string {
  return Object.entries(SHAPES)
    .map(([name, { description }]) => `| ${name} | ${description} |`)
    .join('\n')
}
