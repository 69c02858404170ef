import type { Family, ScenarioName } from './contender'
import { medians, type Run } from './medians'
import { contenderRows, machine, times } from './setting'
import { type Column, table } from './table'

const BURST: readonly Column[] = [
  { heading: 'caller µs/log', figure: 'callerMicros', digits: 1, isCompared: true },
  { heading: 'CPU µs/item', figure: 'cpuMicros', digits: 1, isCompared: true },
  { heading: 'last delivered after s', figure: 'lastAfterS', digits: 1 },
  { heading: 'delivered', figure: 'delivered' },
  { heading: 'kept on disk', figure: 'kept' },
  { heading: 'lost', figure: 'lost' },
  { heading: 'of these reported', figure: 'reported' },
  { heading: 'duplicated', figure: 'duplicated' },
  { heading: 'peak RSS MB', figure: 'peakRssMb', isCompared: true },
  { heading: 'wire B/item', figure: 'wireBytes' },
]

const PACED: readonly Column[] = [
  { heading: 'p99.9 ms', figure: 'delayP999Ms', digits: 1, isCompared: true },
  { heading: 'max ms', figure: 'delayMaxMs', digits: 1, isCompared: true },
  { heading: 'CPU µs/item', figure: 'cpuMicros', digits: 1, isCompared: true },
  { heading: 'delivered', figure: 'delivered' },
  { heading: 'lost', figure: 'lost' },
  { heading: 'peak RSS MB', figure: 'peakRssMb', isCompared: true },
]

const DOWN: readonly Column[] = [
  { heading: 'delivered', figure: 'delivered' },
  { heading: 'kept on disk', figure: 'kept' },
  { heading: 'lost', figure: 'lost' },
  { heading: 'of these reported', figure: 'reported' },
  { heading: 'process ended after s', figure: 'endedAfterS', digits: 1 },
]

export const LOGGERS: readonly Family[] = ['winston', 'pino']

/** docs/benchmarks.md. */
export function reportLogs(runs: readonly Run[], rounds: number): string {
  const tables = (columns: readonly Column[], scenario: ScenarioName) => {
    const figures = medians(runs.filter((run) => run.scenario === scenario))
    return LOGGERS.map((logger) => table(columns, logger, figures)).join('\n\n')
  }
  return `# Benchmarks

What a log call costs its caller, what it costs the process until the record is delivered, and what is lost on the way,
side by side. Written by \`npm run bench -- logs --runs ${rounds}\` on ${new Date().toISOString().slice(0, 10)}.

| | |
|---|---|
| machine | ${machine()} |
${contenderRows(LOGGERS)}

Every contender runs in a process of its own, at its defaults but for what is said above; all in turns, ${times(rounds)}.
Figures are medians, in brackets as multiples of the logger alone; winston's \`Stream\` transport announces each record in a
\`setImmediate\`, too, and with a worker CPU and memory are those of both threads. The endpoint is on the same machine, speaks https,
inflates and counts what comes, and afterwards knows each record by an id. A record has a message of about 60 characters
and 6 properties; records are alike, and compress better than an application's. What applicationinsights collects by
itself, and what the Azure libraries tell about themselves, is switched off.

Lost is what neither arrived nor was left on disk; reported, what the contender's own account calls dropped, or still
pending when the process ends. A dash: there is nothing to measure, or the contender keeps no such account, or none was heard of it.

## Burst

100,000 records in one synchronous loop. Then the logger is ended as applications do: \`logger.end()\` of winston, \`end()\` of
pino's transport, and waiting until it is done. A contender that needs a flush or shutdown of its own gets it after that.
Then the process ends by itself. Delivered is what the endpoint has received by then. CPU is that of the whole process,
from its start, per delivered record.

${tables(BURST, 'burst')}

## Paced

2,000 records a second for 5 s; how late the event loop is, seen by a timer of 1 ms from one second after construction.

${tables(PACED, 'paced')}

## Endpoint down

20,000 records in one synchronous loop while the endpoint's port refuses connections, then the same end. What is kept on
disk is for a later process to send.

${tables(DOWN, 'down')}

## Again

\`\`\`sh
npm run build
npm run bench -- logs
\`\`\`

It writes this file anew. Machines differ, and so do minutes: compare rows of one run, not runs.
[More about it](../packages/bench/README.md).
`
}
