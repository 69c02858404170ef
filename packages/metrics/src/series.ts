import { detached } from '@azmon/core/adapter'
import type { AggregationKind } from './aggregation'
import { type MetricTags, readTag } from './tag-map'
import type { Tally } from './tally'

/** The properties that all series of a metric share. */
export interface MetricDescriptor {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly kind: AggregationKind
  /** Whether the bucket counts of the metric's distributions are sent. */
  readonly buckets: boolean
}

/** The values for one combination of tags. */
export interface Series {
  readonly metric: MetricDescriptor
  readonly tags: Readonly<Record<string, string>>
  /** The values since the last collection. */
  readonly current: Tally
  /** The values of all collections so far. */
  readonly collected: Tally
}

/**
 * More combinations of tags indicate a mistake in the application, such as a user id as a tag, and must not fill the memory.
 */
const MAX_SERIES = 2_000

/** Holds the series of one metric, indexed by their tags. */
export class SeriesSet implements Iterable<Series> {
  readonly metric: MetricDescriptor
  readonly columns: readonly string[]
  readonly #newTally: () => Tally
  readonly #onOverflow: () => void
  readonly #root = new Branch()
  readonly #all: Series[] = []
  #overflow: Series | undefined

  /** @param onOverflow called for each value that goes to the overflow series */
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

  /** Returns the series for these tags. Allocates nothing if the series exists. */
  find(tags: MetricTags): Series {
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

  #open(tags: MetricTags): Series {
    if (this.#all.length >= MAX_SERIES) return this.#openOverflow()
    const own: Record<string, string> = {}
    let branch = this.#root
    for (const column of this.columns) {
      const tag = readTag(tags, column)
      const value = tag === undefined ? undefined : detached(tag)
      if (value !== undefined) own[column] = value
      branch = branch.getOrAdd(value)
    }
    const series = this.#newSeries(own, this.#newTally())
    branch.series = series
    this.#all.push(series)
    return series
  }

  #openOverflow(): Series {
    this.#overflow ??= this.#newSeries(OVERFLOW_TAGS, withCallback(this.#newTally(), this.#onOverflow))
    return this.#overflow
  }

  #newSeries(tags: Series['tags'], current: Tally): Series {
    return { metric: this.metric, tags, current, collected: this.#newTally() }
  }
}

/** Returns whether this is the series for all combinations beyond the limit. */
export function isOverflow(series: Series): boolean {
  return series.tags === OVERFLOW_TAGS
}

// --- helpers, in order of use ---

/** A tree with one level per column, because a joined key would create and hash a new string for every recorded value. */
class Branch {
  readonly branches = new Map<string | undefined, Branch>()
  series: Series | undefined

  getOrAdd(value: string | undefined): Branch {
    let next = this.branches.get(value)
    if (next === undefined) {
      next = new Branch()
      this.branches.set(value, next)
    }
    return next
  }
}

const OVERFLOW_TAGS = Object.freeze({ 'azmon.overflow': 'true' })

function withCallback(tally: Tally, onAdd: () => void): Tally {
  const add = tally.add.bind(tally)
  return Object.assign(tally, {
    add: (value: number) => {
      onAdd()
      add(value)
    },
  })
}
