import type { Results } from './results'
import { contenderRows, machine, type Page, times } from './setting'
import { type Column, table } from './table'

const COLUMNS: readonly Column[] = [
  { heading: 'caller µs/span', figure: 'callerMicros', digits: 1, toBaseline: 'ratio' },
  { heading: 'CPU µs/span', figure: 'cpuMicros', digits: 1, toBaseline: 'ratio' },
  { heading: 'last delivered after s', figure: 'lastAfterS', digits: 1 },
  { heading: 'delivered', figure: 'delivered' },
  { heading: 'lost', figure: 'lost' },
  { heading: 'of these reported', figure: 'reported' },
  { heading: 'duplicated', figure: 'duplicated' },
  { heading: 'peak RSS MB', figure: 'peakRssMb', toBaseline: 'ratio' },
  { heading: 'wire B/span', figure: 'wireBytes' },
]

/** Renders docs/benchmarks-spans.md. */
export function reportSpans(results: Results, page: Page): string {
  return `# Benchmarks of spans

What it costs to start a span, give it attributes, and end it; what it costs the process until it is delivered; and what is
lost on the way. Written by \`${page.command}\` on ${page.date}.

| | |
|---|---|
| machine | ${machine()} |
${contenderRows(['spans'])}

100,000 client spans with 6 attributes each, one after the other in one synchronous loop, each a trace of its own; then
flush or shutdown; then the process ends by itself. Every contender runs in a process of its own, all in turns,
${times(page.rounds)}. Figures are medians, in brackets as multiples of the SDK alone. CPU is that of the whole process, from its
start, per delivered span. The endpoint is the one of the [benchmarks of logs](benchmarks.md), and so are the words.

${table(COLUMNS, 'burst', 'spans', results)}

## Again

\`\`\`sh
npm run build
npm run bench -- spans --write
\`\`\`

The command replaces this file. Compare only rows of the same run: results differ between machines and between runs.
`
}
