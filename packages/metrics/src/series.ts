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

/** The properties of the metric, and functions that depend on its kind. */
export interface SeriesRules {
  readonly newTally: () => Tally
  /** Called for each value that goes to the overflow series. */
  readonly onOverflow: () => void
  /** Whether a series with this tally has nothing to report now, so that it may be replaced. @default never */
  readonly isIdle?: (current: Tally) => boolean
}

/**
 * More combinations of tags indicate a mistake in the application, such as a user id as a tag, and must not fill the memory.
 */
const MAX_SERIES = 2_000

/** A series that was idle for this many intervals may be replaced. */
const IDLE_INTERVALS = 2

/**
 * Holds the series of one metric, indexed by their tags. If there are too many, a new one replaces the one that has been idle
 * for the longest, so that unusual tags do not block others permanently. If no series is idle, values go to the overflow
 * series.
 */
export class SeriesSet implements Iterable<Series> {
  readonly metric: MetricDescriptor
  readonly columns: readonly string[]
  readonly #rules: SeriesRules
  readonly #root = new Branch()
  readonly #all = new Set<OwnSeries>()
  /** Series that may be replaced, the most idle last. */
  #replaceable: OwnSeries[] = []
  #overflow: Series | undefined

  constructor(metric: MetricDescriptor, columns: readonly string[], rules: SeriesRules) {
    this.metric = metric
    this.columns = columns
    this.#rules = rules
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

  /** Returns a recorder for these tags. It stays valid if their series is replaced or created later. */
  adderFor(tags: MetricTags): Pick<Tally, 'add'> {
    const series = this.find(tags)
    return isOverflow(series) ? { add: (value) => this.find(tags).current.add(value) } : series.current
  }

  /** Call this before the tallies of an interval are reset. */
  endInterval(): void {
    for (const series of this.#all) series.idleIntervals = this.#isIdle(series) ? series.idleIntervals + 1 : 0
    if (this.#all.size < MAX_SERIES) return
    this.#replaceable = [...this.#all]
      .filter(({ idleIntervals }) => idleIntervals >= IDLE_INTERVALS)
      .sort((a, b) => a.idleIntervals - b.idleIntervals)
  }

  *[Symbol.iterator](): Iterator<Series> {
    yield* this.#all
    if (this.#overflow !== undefined) yield this.#overflow
  }

  #open(tags: MetricTags): Series {
    if (this.#all.size >= MAX_SERIES && !this.#removeIdle()) return this.#openOverflow()
    const own: Record<string, string> = {}
    let branch = this.#root
    for (const column of this.columns) {
      const tag = readTag(tags, column)
      const value = tag === undefined ? undefined : detached(tag)
      if (value !== undefined) own[column] = value
      branch = branch.getOrAdd(value)
    }
    const series = { ...this.#newSeries(own, this.#rules.newTally()), idleIntervals: 0 }
    branch.series = series
    this.#all.add(series)
    return series
  }

  #openOverflow(): Series {
    const { newTally, onOverflow } = this.#rules
    this.#overflow ??= this.#newSeries(OVERFLOW_TAGS, withCallback(newTally(), onOverflow))
    return this.#overflow
  }

  #newSeries(tags: Series['tags'], current: Tally): Series {
    return { metric: this.metric, tags, current, collected: this.#rules.newTally() }
  }

  #isIdle({ current }: Series): boolean {
    return this.#rules.isIdle?.(current) === true
  }

  /** Makes room for another series. Returns false if none is idle. */
  #removeIdle(): boolean {
    for (let idle = this.#replaceable.pop(); idle !== undefined; idle = this.#replaceable.pop()) {
      if (!this.#isIdle(idle)) continue
      this.#remove(idle)
      return true
    }
    return false
  }

  /** Adds the totals of the series to the overflow series, and redirects bound measures to that series. */
  #remove(series: OwnSeries): void {
    const { tags, current, collected } = series
    this.#all.delete(series)
    this.#root.remove(this.columns.map((column) => tags[column]))
    this.#openOverflow().collected.merge(collected)
    Object.assign(current, { add: (value: number) => this.find(tags).current.add(value) })
  }
}

/** Returns whether this is the series for all combinations beyond the limit. */
export function isOverflow(series: Series): boolean {
  return series.tags === OVERFLOW_TAGS
}

// --- helpers, in order of use ---

type OwnSeries = Series & { idleIntervals: number }

/** A tree with one level per column, because a joined key would create and hash a new string for every recorded value. */
class Branch {
  readonly branches = new Map<string | undefined, Branch>()
  series: OwnSeries | undefined

  getOrAdd(value: string | undefined): Branch {
    let next = this.branches.get(value)
    if (next === undefined) {
      next = new Branch()
      this.branches.set(value, next)
    }
    return next
  }

  /** Removes the series at the end of a path, and the branches that are empty then. */
  remove(path: readonly (string | undefined)[]): void {
    if (path.length === 0) {
      this.series = undefined
      return
    }
    const [value, ...rest] = path
    const next = this.branches.get(value)
    next?.remove(rest)
    if (next?.series === undefined && next?.branches.size === 0) this.branches.delete(value)
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
