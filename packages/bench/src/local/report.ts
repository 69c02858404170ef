import { machine, type Page, times } from '../setting'
import { format, markdownTable } from '../table'
import type { IngestFigures } from './ingest'
import { type LocalFigures, MAX_ROWS_SHARE, type SearchFigures } from './measure'
import type { PageQuery } from './queries'
import { ITEMS_PER_BODY } from './telemetry'

const MIN_ITEMS_PER_SECOND = 20_000

const LIMITS_MS: Readonly<Record<PageQuery['kind'], number>> = { search: 300, transaction: 200 }

/** Renders docs/benchmarks-local.md. */
export function reportLocal({ items, ingest, searches }: LocalFigures, page: Page): string {
  return `# Benchmarks of the local Application Insights

How fast it takes telemetry while it answers queries, and how fast it answers them. Written by \`${page.command}\` on ${page.date}.

| | |
|---|---|
| machine | ${machine()} |

## Ingestion

${format(items, 0)} items of a shop (requests, dependencies, logs, exceptions, events and metrics) in gzipped bodies of ${ITEMS_PER_BODY}, made
beforehand, on eight connections, to a server in a process of its own. Twice a second, it answers one of the queries below. CPU is
that of the server, including its queries. The target is at least ${format(MIN_ITEMS_PER_SECOND, 0)} items a second.

${markdownTable(
  ['data', 'items/s', 'CPU µs/item', 'peak RSS MB', 'slowest post ms', 'query median ms', 'slowest query ms'],
  [
    ingestRow('in memory', ingest.memory),
    ingestRow('in a file', ingest.file),
    ingestRow(`in memory, at most ${format(items * MAX_ROWS_SHARE, 0)} rows`, ingest.dropping),
  ],
  1,
)}

## Queries

On the same items in a file, ${times(page.rounds)} each; figures are medians, in milliseconds. Through the query API, they include HTTP,
compiling KQL and writing JSON. By hand, it is SQL for DuckDB on the same file in the same process. The targets are
${LIMITS_MS.search} ms for a search and ${LIMITS_MS.transaction} ms for a transaction.

${markdownTable(['', 'KQL', 'query API ms', 'by hand ms'], searches.map(searchRow), 2)}

## Again

\`\`\`sh
npm run build
npm run bench -- local --write
\`\`\`

The command replaces this file. Compare only rows of the same run: results differ between machines and between runs.
`
}

// --- helpers, in order of use ---

function ingestRow(title: string, figures: IngestFigures): readonly string[] {
  const { itemsPerSecond } = figures
  return [
    title,
    `${format(itemsPerSecond, 0)} ${itemsPerSecond >= MIN_ITEMS_PER_SECOND ? 'met' : '**not met**'}`,
    format(figures.cpuMicrosPerItem, 1),
    format(figures.peakRssBytes / 1e6, 0),
    format(figures.postMaxMs, 0),
    format(figures.queryMedianMs, 0),
    format(figures.queryMaxMs, 0),
  ]
}

function searchRow({ query, apiMs, handMs }: SearchFigures): readonly string[] {
  const kql = query.kql.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')
  const isMet = apiMs <= LIMITS_MS[query.kind]
  return [query.title, `\`${kql}\``, `${format(apiMs, 1)} ${isMet ? 'met' : '**not met**'}`, format(handMs, 1)]
}
