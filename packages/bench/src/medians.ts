import type { ScenarioName } from './contender'
import type { Figures } from './measure'

export interface Run {
  readonly scenario: ScenarioName
  /** The contender's. */
  readonly name: string
  readonly figures: Figures
}

/** By contender, in the order of their first runs. */
export function medians(runs: readonly Run[]): Readonly<Record<string, Figures>> {
  const names = [...new Set(runs.map(({ name }) => name))]
  return Object.fromEntries(
    names.map((name) => [name, medianOf(runs.filter((run) => run.name === name).map(({ figures }) => figures))]),
  )
}

// --- helpers, in order of use ---

/** Figure by figure: the median of one need not be of the same run as that of another. */
function medianOf(all: readonly Figures[]): Figures {
  const keys = Object.keys(all[0] ?? {}) as (keyof Figures)[]
  return Object.fromEntries(keys.map((key) => [key, median(all.map((figures) => figures[key]))]))
}

function median(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
