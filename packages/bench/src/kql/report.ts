import { machine, type Page, times } from '../setting'
import { format, markdownTable } from '../table'
import { EXCEPTION_ROWS, type QueryFigures, REQUEST_ROWS } from './measure'
import { PAIRS } from './queries'

const LIMIT = 1.3

/** Renders docs/benchmarks-kql.md. */
export function reportKql(figures: ReadonlyMap<string, QueryFigures>, page: Page): string {
  const rows = PAIRS.flatMap(({ title, kql }) => {
    const found = figures.get(title)
    if (found === undefined) return []
    const ratio = found.compiledMs / found.handMs
    return [
      [
        title,
        `\`${kql.replaceAll('|', '\\|')}\``,
        format(found.compiledMs, 1),
        format(found.handMs, 1),
        `${format(ratio, 2)} ${ratio <= LIMIT ? 'met' : '**not met**'}`,
      ],
    ]
  })
  return `# Benchmarks of KQL

What a query of KQL costs next to SQL written by hand for DuckDB. Written by \`${page.command}\` on ${page.date}.

| | |
|---|---|
| machine | ${machine()} |

${format(REQUEST_ROWS, 0)} rows of requests and ${format(EXCEPTION_ROWS, 0)} of exceptions in memory; both queries in turns, ${times(page.rounds)}. Figures are
medians, in milliseconds. The target is at most ${LIMIT} times the SQL by hand.

${markdownTable(['', 'KQL', 'compiled ms', 'by hand ms', 'ratio'], rows, 2)}

## Again

\`\`\`sh
npm run build
npm run bench -- kql --write
\`\`\`

The command replaces this file. Compare only rows of the same run: results differ between machines and between runs.
`
}
