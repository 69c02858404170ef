import { COLLECTING_AGGREGATES } from './collecting'
import { COUNTING_AGGREGATES } from './counting'
import type { AggregateEntry } from './entry'
import { NUMBER_AGGREGATES } from './numbers'

/** The aggregate functions of each family, in the order of the docs. */
const AGGREGATE_FAMILIES: Readonly<Record<string, readonly AggregateEntry[]>> = {
  counting: COUNTING_AGGREGATES,
  numbers: NUMBER_AGGREGATES,
  collecting: COLLECTING_AGGREGATES,
}

/** Aggregates with several columns. `summarize` binds them itself. */
export const COLUMN_AGGREGATES = new Set([
  'arg_max',
  'arg_min',
  'argmax',
  'argmin',
  'take_any',
  'any',
  'anyif',
  'take_anyif',
  'percentiles',
  'percentilesw',
])

export function aggregateNamed(name: string): AggregateEntry | 'columns' | undefined {
  if (COLUMN_AGGREGATES.has(name)) return 'columns'
  return byName().get(name)
}

/** All aggregates with a table entry, in the order of the docs. */
export function aggregateDocs(): readonly AggregateEntry[] {
  return Object.values(AGGREGATE_FAMILIES).flat()
}

// --- helpers ---

let names: Map<string, AggregateEntry> | undefined

function byName(): Map<string, AggregateEntry> {
  if (names !== undefined) return names
  names = new Map()
  for (const entry of Object.values(AGGREGATE_FAMILIES).flat()) {
    for (const name of [entry.name, ...entry.oldNames]) names.set(name, entry)
  }
  return names
}
