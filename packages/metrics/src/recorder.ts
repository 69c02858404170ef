import type { Account } from './account'
import { isMeasurement, type Measure } from './measure'
import type { Adding, MeasuredViews, Measurements } from './measurements'
import { TagMap, type Tags } from './tag-map'

/** Where the application hands over what it measures. Nothing in it throws. */
export class Recorder {
  readonly #measurements: Measurements
  readonly #account: Account

  constructor(measurements: Measurements, account: Account) {
    this.#measurements = measurements
    this.#account = account
  }

  /**
   * Records each value for all views of its measure. A value that is no measurement is refused and counted, and costs
   * none of the others.
   */
  record(values: readonly (readonly [measure: Measure, value: number])[], tags: Tags = NO_TAGS): void {
    try {
      for (const each of values) this.#record(each, tags)
    } catch {
      this.#account.refused++ // a caller without types: no list
    }
  }

  /**
   * The same measure with the same tags, over and over: their series are looked up once.
   * @throws ConfigurationError where another measure has its name.
   */
  bind(measure: Measure, tags: Tags = NO_TAGS): BoundMeasure {
    return new BoundMeasure(measure, new TagMap(tags), this.#measurements.open(measure), this.#account)
  }

  #record(each: readonly [Measure, number], tags: Tags): void {
    const measure = each[0] // by position: taking it apart would make an iterator
    const value = each[1]
    if (isMeasurement(measure, value)) this.#measurements.viewsOf(measure)?.record(value, tags)
    else this.#account.refused++
  }
}

/** A measure whose tags are known. */
export class BoundMeasure {
  readonly #measure: Measure
  readonly #tags: TagMap
  readonly #views: MeasuredViews
  readonly #account: Account
  #tallies: readonly Adding[] = []
  #version = 0

  constructor(measure: Measure, tags: TagMap, views: MeasuredViews, account: Account) {
    this.#measure = measure
    this.#tags = tags
    this.#views = views
    this.#account = account
  }

  record(value: number): void {
    if (!isMeasurement(this.#measure, value)) {
      this.#account.refused++
      return
    }
    if (this.#version !== this.#views.version) this.#lookUp()
    const tallies = this.#tallies
    for (let i = 0; i < tallies.length; i++) (tallies[i] as Adding).add(value)
  }

  #lookUp(): void {
    this.#version = this.#views.version
    this.#tallies = this.#views.talliesFor(this.#tags)
  }
}

// --- helpers ---

const NO_TAGS: Tags = Object.freeze({})
