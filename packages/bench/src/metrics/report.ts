import { machine, type Page, times } from '../setting'
import { RECORDERS, type RecorderContender } from './recorders'

/** Renders docs/benchmarks-metrics.md. */
export function reportMetrics(nanosByName: Readonly<Record<string, number>>, page: Page): string {
  return `# Benchmarks of metrics

What it costs to record a value. Written by \`${page.command}\` on ${page.date}.

| | |
|---|---|
| machine | ${machine()} |

2,000,000 values in one synchronous loop after a warm-up of 200,000, two tags, one series; CPU time of the whole process
in nanoseconds per value. Every contender runs in a process of its own, all in turns, ${times(page.rounds)}. Figures are medians, in
brackets as multiples of ours.

${(['bound', 'tagged'] as const).map((form) => section(form, nanosByName)).join('\n\n')}

## Again

\`\`\`sh
npm run build
npm run bench -- metrics --write
\`\`\`

The command replaces this file. Compare only rows of the same run: results differ between machines and between runs.
`
}

// --- helpers, in order of use ---

const HEADINGS = { bound: 'The series is known beforehand', tagged: 'The tags come with each value' } as const

function section(form: RecorderContender['form'], nanosByName: Readonly<Record<string, number>>): string {
  const tables = (['sum', 'distribution'] as const).map((kind) => {
    const rows = Object.entries(RECORDERS).filter(([, one]) => one.form === form && one.kind === kind)
    const base = nanosByName[rows[0]?.[0] ?? ''] ?? Number.NaN
    const cells = rows.map(([name, { title, description }]) => {
      const nanos = nanosByName[name] ?? Number.NaN
      return `| ${title} | ${description} | ${nanos.toFixed(0)} (${(nanos / base).toFixed(1)} ×) |`
    })
    return [`| ${kind} | | ns |`, '| --- | --- | ---: |', ...cells].join('\n')
  })
  return `## ${HEADINGS[form]}\n\n${tables.join('\n\n')}`
}
