import { ConfigurationError } from '@azmon/core'
import type { Measure } from './measure'
import type { MetricTags } from './tag-map'
import type { Tally } from './tally'

/** Adds recorded values. */
export type Adder = Pick<Tally, 'add'>

/** The part of a `SeriesSet` that recording needs. */
interface Target {
  find(tags: MetricTags): { readonly current: Adder }
  /** Like `find`, but the result stays valid if series are replaced. */
  adderFor(tags: MetricTags): Adder
}

/** Holds all measures that are used by a view or a bound measure, by name. */
export class MeasureRegistry {
  readonly #byName = new Map<string, ViewsOfMeasure>()
  #onLate: (() => void) | undefined

  /** Returns undefined for a measure without views, until the registry is closed. */
  viewsOf(measure: Measure): ViewsOfMeasure | undefined {
    const known = this.#byName.get(measure.name)
    return known !== undefined || this.#onLate === undefined ? known : this.open(measure)
  }

  /** @throws ConfigurationError if another measure has the same name. */
  open(measure: Measure): ViewsOfMeasure {
    const known = this.#byName.get(measure.name)
    if (known !== undefined) {
      checkSame(known.measure, measure)
      return known
    }
    const views = new ViewsOfMeasure(measure)
    if (this.#onLate !== undefined) views.close(this.#onLate)
    this.#byName.set(measure.name, views)
    return views
  }

  /** Closes the registry. From now on, recording a value only calls `onLate`. */
  close(onLate: () => void): void {
    this.#onLate = onLate
    for (const views of this.#byName.values()) views.close(onLate)
  }
}

export class ViewsOfMeasure {
  readonly measure: Measure
  #views: readonly Target[] = []
  #version = 1

  constructor(measure: Measure) {
    this.measure = measure
  }

  /** Returns a number that changes whenever the views change, so that a bound measure can cache its tallies. */
  get version(): number {
    return this.#version
  }

  add(view: Target): void {
    this.#views = [...this.#views, view]
    this.#version++
  }

  record(value: number, tags: MetricTags): void {
    const views = this.#views
    for (let i = 0; i < views.length; i++) (views[i] as Target).find(tags).current.add(value)
  }

  talliesFor(tags: MetricTags): readonly Adder[] {
    return this.#views.map((view) => view.adderFor(tags))
  }

  close(onLate: () => void): void {
    const late = { add: onLate }
    this.#views = [{ find: () => ({ current: late }), adderFor: () => late }]
    this.#version++
  }
}

// --- helpers ---

function checkSame(known: Measure, measure: Measure): void {
  if (known.isWhole === measure.isWhole && known.unit === measure.unit) return
  throw new ConfigurationError(
    'measure',
    `A measure named ${measure.name} already exists with another type or unit. Share one measure, or use another name.`,
  )
}
