import type { AggregationKind } from './aggregation'
import { readTag, type Tags } from './tag-map'
import type { Tally } from './tally'

/** What all series of one metric have in common. */
export interface MetricDescriptor {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly kind: AggregationKind
  /** Whether the buckets of its distributions travel. */
  readonly buckets: boolean
}

/** One combination of tags. */
export interface Series {
  readonly metric: MetricDescriptor
  readonly tags: Readonly<Record<string, string>>
  /** Since it was last collected. */
  readonly current: Tally
  /** All that was collected. */
  readonly collected: Tally
}

/** More than so many combinations of tags are a mistake, which is not to cost the memory of the process. */
const MAX_SERIES = 2_000

/** The series of one metric, found by their tags. */
export class SeriesSet implements Iterable<Series> {
  readonly metric: MetricDescriptor
  readonly columns: readonly string[]
  readonly #newTally: () => Tally
  readonly #onOverflow: () => void
  readonly #root = new Branch()
  readonly #all: Series[] = []
  #overflow: Series | undefined

  /** `onOverflow` hears of each value that has no series of its own. */
  constructor(
    metric: MetricDescriptor,
    columns: readonly string[],
    newTally: () => Tally,
    onOverflow: () => void = () => {},
  ) {
    this.metric = metric
    this.columns = columns
    this.#newTally = newTally
    this.#onOverflow = onOverflow
  }

  /** The series of these tags. Where it is there already, nothing is allocated. */
  find(tags: Tags): Series {
    let branch = this.#root
    for (const column of this.columns) {
      const next = branch.branches.get(readTag(tags, column))
      if (next === undefined) return this.#open(tags)
      branch = next
    }
    return branch.series ?? this.#open(tags)
  }

  *[Symbol.iterator](): Iterator<Series> {
    yield* this.#all
    if (this.#overflow !== undefined) yield this.#overflow
  }

  #open(tags: Tags): Series {
    if (this.#all.length >= MAX_SERIES) return this.#openOverflow()
    const own: Record<string, string> = {}
    let branch = this.#root
    for (const column of this.columns) {
      const value = readTag(tags, column)
      if (value !== undefined) own[column] = value
      branch = branch.grow(value)
    }
    const series = this.#newSeries(own, this.#newTally())
    branch.series = series
    this.#all.push(series)
    return series
  }

  #openOverflow(): Series {
    this.#overflow ??= this.#newSeries(OVERFLOW_TAGS, watched(this.#newTally(), this.#onOverflow))
    return this.#overflow
  }

  #newSeries(tags: Series['tags'], current: Tally): Series {
    return { metric: this.metric, tags, current, collected: this.#newTally() }
  }
}

/** Whether it is the one of all combinations that have none of their own. */
export function isOverflow(series: Series): boolean {
  return series.tags === OVERFLOW_TAGS
}

// --- helpers, in order of use ---

/** Texts are compared one by one instead of joined: that would be a new text, and its hash, for every value recorded. */
class Branch {
  readonly branches = new Map<string | undefined, Branch>()
  series: Series | undefined

  grow(value: string | undefined): Branch {
    let next = this.branches.get(value)
    if (next === undefined) {
      next = new Branch()
      this.branches.set(value, next)
    }
    return next
  }
}

const OVERFLOW_TAGS = Object.freeze({ 'azmon.overflow': 'true' })

function watched(tally: Tally, onAdd: () => void): Tally {
  const add = tally.add.bind(tally)
  return Object.assign(tally, {
    add: (value: number) => {
      onAdd()
      add(value)
    },
  })
}
