import type { TableName } from '@azmon/kql'
import type { AnyRow, Rows } from './collect'
import type { Facts } from './facts'
import { SAMPLED_REQUESTS } from './program'

/** Returns the share of each kind that is kept at a sampling percentage of 50, and the `itemCount` of a kept row. */
export function samplingFactsOf(rows: Rows): Facts {
  const kinds: readonly [title: string, table: TableName, text: string][] = [
    ['a sampled request', 'requests', '/sampled'],
    ['a log line in a sampled request', 'traces', 'Sampled line'],
    ['an error logged in a sampled request', 'exceptions', 'Sampled error'],
    ['an error logged in a sampled request', 'traces', 'Sampled error'],
    ['a tracked event, sampled', 'customEvents', 'Sampled event'],
    ['a tracked metric, sampled', 'customMetrics', 'sampled metric'],
  ]
  const facts = kinds.flatMap(([title, table, text]) => {
    const own = rows[table].filter(({ url, message, outerMessage, name }) =>
      [url, message, outerMessage, name].some((each) => String(each).includes(text)),
    )
    return own.length === 0 ? [] : [[title, { kept: keptText(own), ...itemCountOf(own[0]!) }]]
  })
  return Object.fromEntries(facts)
}

// --- helpers ---

function keptText(rows: readonly AnyRow[]): string {
  const kept = rows.reduce((sum, { valueCount }) => sum + Number(valueCount ?? 1), 0) / SAMPLED_REQUESTS
  if (kept === 1) return 'all'
  return Math.abs(kept - 0.5) < 0.15 ? 'about half' : `${Math.round(kept * 100)} %`
}

function itemCountOf({ itemCount }: AnyRow): Readonly<Record<string, string>> {
  return itemCount === undefined ? {} : { itemCount: String(itemCount) }
}
