import type { Family, ScenarioName } from './contender'
import type { Results } from './results'
import { contenderRows, machine, type Page, times } from './setting'
import { SHAPES } from './shapes'
import { type Column, table } from './table'
import { type LoggerFamily, targetTable } from './targets'

const TARGETS_TEXT = `Each target, and what was reached with each shape. If there are two limits, the first is for \`flat\`.`

const BURST_TEXT = `100,000 records in one synchronous loop; the time of the caller is that of the log calls alone. Then the logger is ended as
applications do: \`logger.end()\` of winston, \`end()\` of pino's transport, and waiting until it is done. A contender that needs a
flush or shutdown of its own gets it after that. Then the process ends by itself. Delivered is what the endpoint has received
by then. CPU is that of the whole process, from its start, per delivered record. \`× gzip 1\` compares the bytes on the wire with
those of the same text at gzip's level 1.`

const PACED_TEXT = `2,000 records a second for 20 s. The delay of the event loop is seen by a timer of 1 ms, from one second after construction
until the last record; CPU is that of the whole process per record, after the first 5 s.`

const DOWN_TEXT = `20,000 \`flat\` records in one synchronous loop while the endpoint's port refuses connections, then the same end. What is kept
on disk is for a later process to send.`

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

/** docs/benchmarks.md. */
export function reportLogs(results: Results, page: Page): string {
  const tables = (columns: readonly Column[], scenario: ScenarioName) => (logger: LoggerFamily) =>
    table(columns, scenario, logger, results)
  return `# Benchmarks

What a log call costs its caller, what it costs the process until the record is delivered, and what is lost on the way,
side by side. Written by \`${page.command}\` on ${page.date}.

| | |
|---|---|
| machine | ${machine()} |
${contenderRows(LOGGERS)}

Every contender runs in a process of its own, with default options unless the table above says otherwise; all take turns,
${times(page.rounds)}. Figures are medians. The endpoint is on the same machine, speaks https, inflates and counts the items,
and afterwards identifies each record by its id. What applicationinsights collects by itself, and what the Azure libraries
report about themselves, is switched off. winston's \`Stream\` transport also announces each record in a \`setImmediate\`; with a
worker, CPU and memory are those of both threads.

In brackets: first against the logger alone, as a multiple (×) or a difference (+ or −), then against the best lossless
peer: the lowest figure of any other library behind the same logger that lost nothing. applicationinsights is no such peer,
because it has no logger to pay for. Lost records neither arrived nor were left on disk; reported are those that the
contender itself counts as dropped, or as still pending when the process ends. A dash: nothing to measure, or the contender
keeps no such count.

Records differ from each other, and each table has every shape of them:

| shape | |
|---|---|
${shapeRows()}

In \`child\`, pino's rows write the span into each line with a mixin: ours with \`traceMixin()\`, the others, and pino alone,
with a minimal one. A \`winston\` record is written to JSON without the message and the stack of its error when winston is alone.

${section('Targets', TARGETS_TEXT, (logger) => targetTable(logger, results))}
${section('Burst', BURST_TEXT, tables(BURST, 'burst'))}
${section('Paced', PACED_TEXT, tables(PACED, 'paced'))}
${section('Endpoint down', DOWN_TEXT, tables(DOWN, 'down'))}
## Again

\`\`\`sh
npm run build
npm run bench -- logs --write
\`\`\`

It writes this file anew. Machines differ, and so do minutes: compare rows of one run, not runs.
[More about it](../packages/bench/README.md).
`
}

// --- helpers, in order of use ---

/** Empty if none of its tables has a row. */
function section(heading: string, text: string, tableOf: (logger: LoggerFamily) => string): string {
  const tables = LOGGERS.map(tableOf).filter((one) => one !== '')
  return tables.length === 0 ? '' : `## ${heading}\n\n${[text, ...tables].join('\n\n')}\n`
}

function shapeRows(): string {
  return Object.entries(SHAPES)
    .map(([name, { description }]) => `| ${name} | ${description} |`)
    .join('\n')
}
