import type { Family, ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import type { Figures } from './measure'
import type { Case } from './selection'
import type { ShapeName } from './shapes'

export interface Run extends Case {
  readonly figures: Figures
}

/** Holds the medians of all runs of a case, and the figures that they are compared with. */
export class Results {
  readonly #runs: readonly Run[]

  constructor(runs: readonly Run[]) {
    this.#runs = runs
  }

  /** Returns the measured cases in the order of their first runs. */
  cases(scenario: ScenarioName, family: Family): readonly Case[] {
    const byKey = new Map(
      this.#runs
        .filter((run) => run.scenario === scenario && CONTENDERS[run.contender]!.family === family)
        .map((run) => [`${run.shape} ${run.contender}`, run]),
    )
    return [...byKey.values()]
  }

  /** Returns the median of each figure separately, so two medians may come from different runs. */
  of(scenario: ScenarioName, shape: ShapeName, contender: string): Figures {
    const figures = this.#runs
      .filter((run) => run.scenario === scenario && run.shape === shape && run.contender === contender)
      .map((run) => run.figures)
    return combined(figures, median)
  }

  baseline(scenario: ScenarioName, shape: ShapeName, family: Family): Figures {
    const [name] = namesOf(family, 'baseline')
    return this.of(scenario, shape, name!)
  }

  /** Returns the lowest value of each figure separately, among the peers that lost nothing or among all peers. */
  bestPeer(scenario: ScenarioName, shape: ShapeName, family: Family, which: 'lossless' | 'any' = 'lossless'): Figures {
    const peers = namesOf(family, 'peer').map((name) => this.of(scenario, shape, name))
    return combined(
      peers.filter(({ lost }) => which === 'any' || lost === 0),
      (values) => Math.min(...values),
    )
  }
}

// --- helpers, in order of use ---

function combined(all: readonly Figures[], combine: (values: readonly number[]) => number): Figures {
  const keys = [...new Set(all.flatMap((figures) => Object.keys(figures)))] as (keyof Figures)[]
  return Object.fromEntries(
    keys.map((key) => {
      const values = all.map((figures) => figures[key]).filter((value) => value !== undefined)
      return [key, values.length === 0 ? undefined : combine(values)]
    }),
  )
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

function namesOf(family: Family, role: 'baseline' | 'peer'): readonly string[] {
  return Object.entries(CONTENDERS)
    .filter(([, contender]) => contender.family === family && contender.role === role)
    .map(([name]) => name)
}
