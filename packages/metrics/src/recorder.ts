import { isMeasurement, type Measure } from './measure'
import type { Adder, MeasureRegistry, ViewsOfMeasure } from './measure-registry'
import type { MutableStats } from './metrics-stats'
import { type MetricTags, TagMap } from './tag-map'

/** Records measurements. */
export class Recorder {
  readonly #measures: MeasureRegistry
  readonly #stats: MutableStats

  constructor(measures: MeasureRegistry, stats: MutableStats) {
    this.#measures = measures
    this.#stats = stats
  }

  /**
   * Records each value for all views of its measure. Never throws: an invalid value is refused and counted, and the other
   * values are recorded.
   */
  record(values: readonly (readonly [measure: Measure, value: number])[], tags: MetricTags = NO_TAGS): void {
    try {
      for (const each of values) this.#record(each, tags)
    } catch {
      this.#stats.refused++ // a caller without types did not pass an array
    }
  }

  /**
   * Returns a faster recorder for one measure with fixed tags. Its series are looked up only once.
   * @throws ConfigurationError if another measure has the same name.
   */
  bind(measure: Measure, tags: MetricTags = NO_TAGS): BoundMeasure {
    return new BoundMeasure(measure, new TagMap(tags), this.#measures.open(measure), this.#stats)
  }

  #record(each: readonly [Measure, number], tags: MetricTags): void {
    const measure = each[0] // destructuring would create an iterator
    const value = each[1]
    if (isMeasurement(measure, value)) this.#measures.viewsOf(measure)?.record(value, tags)
    else this.#stats.refused++
  }
}

/** A measure with fixed tags. `record` never throws. */
export class BoundMeasure {
  readonly #measure: Measure
  readonly #tags: TagMap
  readonly #views: ViewsOfMeasure
  readonly #stats: MutableStats
  #tallies: readonly Adder[] = []
  #version = 0

  constructor(measure: Measure, tags: TagMap, views: ViewsOfMeasure, stats: MutableStats) {
    this.#measure = measure
    this.#tags = tags
    this.#views = views
    this.#stats = stats
  }

  record(value: number): void {
    if (!isMeasurement(this.#measure, value)) {
      this.#stats.refused++
      return
    }
    if (this.#version !== this.#views.version) this.#findTallies()
    const tallies = this.#tallies
    for (let i = 0; i < tallies.length; i++) (tallies[i] as Adder).add(value)
  }

  #findTallies(): void {
    this.#version = this.#views.version
    this.#tallies = this.#views.talliesFor(this.#tags)
  }
}

// --- helpers ---

const NO_TAGS: MetricTags = Object.freeze({})
