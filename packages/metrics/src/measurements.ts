import { ConfigurationError } from '@azmon/core'
import type { Measure } from './measure'
import type { Tags } from './tag-map'
import type { Tally } from './tally'

/** Where a value goes. */
export type Adding = Pick<Tally, 'add'>

/** As much of a `SeriesSet` as who records needs. */
interface Target {
  find(tags: Tags): { readonly current: Adding }
}

/** All measures that are looked at, by their names. */
export class Measurements {
  readonly #byName = new Map<string, MeasuredViews>()
  #onLate: (() => void) | undefined

  /** Undefined where nobody looks at it, and nothing is late yet. */
  viewsOf(measure: Measure): MeasuredViews | undefined {
    const known = this.#byName.get(measure.name)
    return known !== undefined || this.#onLate === undefined ? known : this.open(measure)
  }

  /** @throws ConfigurationError where another measure has the name. */
  open(measure: Measure): MeasuredViews {
    const known = this.#byName.get(measure.name)
    if (known !== undefined) {
      checkSame(known.measure, measure)
      return known
    }
    const views = new MeasuredViews(measure)
    if (this.#onLate !== undefined) views.close(this.#onLate)
    this.#byName.set(measure.name, views)
    return views
  }

  /** Whatever comes from now on only `onLate` hears of. */
  close(onLate: () => void): void {
    this.#onLate = onLate
    for (const views of this.#byName.values()) views.close(onLate)
  }
}

/** The views of one measure. */
export class MeasuredViews {
  readonly measure: Measure
  #views: readonly Target[] = []
  #version = 1

  constructor(measure: Measure) {
    this.measure = measure
  }

  /** Another one whenever there are others. */
  get version(): number {
    return this.#version
  }

  add(view: Target): void {
    this.#views = [...this.#views, view]
    this.#version++
  }

  record(value: number, tags: Tags): void {
    const views = this.#views
    for (let i = 0; i < views.length; i++) (views[i] as Target).find(tags).current.add(value)
  }

  talliesFor(tags: Tags): readonly Adding[] {
    return this.#views.map((view) => view.find(tags).current)
  }

  close(onLate: () => void): void {
    const late = { current: { add: onLate } }
    this.#views = [{ find: () => late }]
    this.#version++
  }
}

// --- helpers ---

function checkSame(known: Measure, measure: Measure): void {
  if (known.isWhole === measure.isWhole && known.unit === measure.unit) return
  throw new ConfigurationError(
    'measure',
    `There is another measure ${measure.name}, of other numbers or another unit. Use one measure, or another name.`,
  )
}
