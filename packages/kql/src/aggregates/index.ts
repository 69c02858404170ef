import { SCHEMA_AGGREGATES } from './build-schema'
import { CHOOSING_AGGREGATES } from './choosing'
import { COLLECTING_AGGREGATES } from './collecting'
import { COUNTING_AGGREGATES } from './counting'
import type { AggregateEntry } from './entry'
import { NUMBER_AGGREGATES } from './numbers'
import { PERCENTILE_AGGREGATES } from './percentiles'
import { SKETCH_AGGREGATES } from './sketches'

/** The aggregate functions of each family, in the order of the docs. */
const AGGREGATE_FAMILIES: Readonly<Record<string, readonly AggregateEntry[]>> = {
  counting: COUNTING_AGGREGATES,
  numbers: NUMBER_AGGREGATES,
  percentiles: PERCENTILE_AGGREGATES,
  choosing: CHOOSING_AGGREGATES,
  collecting: COLLECTING_AGGREGATES,
  sketches: SKETCH_AGGREGATES,
  schema: SCHEMA_AGGREGATES,
}

export function aggregateNamed(name: string): AggregateEntry | undefined {
  return byName().get(name)
}

export function aggregateNames(): readonly string[] {
  return [...byName().keys()]
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
    for (const name of [entry.name, ...entry.deprecatedNames]) names.set(name, entry)
  }
  return names
}
