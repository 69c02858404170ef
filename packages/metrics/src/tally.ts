/** The summary of all measurements of a series. */
export interface Distribution {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  readonly mean: number
  /** The population standard deviation. */
  readonly stdDev: number
  readonly bounds: readonly number[]
  /** The number of measurements in each bucket: one more entry than there are bounds. */
  readonly bucketCounts: readonly number[]
}

/** Aggregates measurements. Only tallies of the same kind can be merged. */
export interface Tally {
  add(value: number): void
  /** Whether values were added since the last reset. */
  readonly hasChanged: boolean
  /** Whether the value stays valid until the next measurement, as in a gauge. */
  readonly isPersistent: boolean
  /** Returns undefined if there is no value. */
  read(): number | Distribution | undefined
  /** Adds the values of a later tally. */
  merge(later: Tally): void
  /** Starts a new interval. A persistent value is kept. */
  reset(): void
  /** Returns an empty tally of the same kind. */
  newEmpty(): Tally
}

export function copyTally(tally: Tally): Tally {
  const copy = tally.newEmpty()
  copy.merge(tally)
  return copy
}

export class LastValueTally implements Tally {
  #value = Number.NaN
  #hasValue = false
  hasChanged = false

  get isPersistent(): boolean {
    return this.#hasValue
  }

  add(value: number): void {
    this.#value = value
    this.#hasValue = true
    this.hasChanged = true
  }

  /** Adds the value only if it differs from the last one. */
  observe(value: number): void {
    if (value !== this.#value) this.add(value)
    this.#hasValue = true
  }

  /** Removes the value, until the next one is added. */
  clear(): void {
    this.#hasValue = false
  }

  read(): number | undefined {
    return this.#hasValue ? this.#value : undefined
  }

  merge(later: LastValueTally): void {
    this.#value = later.#value
    this.#hasValue = later.#hasValue
    this.hasChanged ||= later.hasChanged
  }

  reset(): void {
    this.hasChanged = false
  }

  newEmpty(): LastValueTally {
    return new LastValueTally()
  }
}

export class SumTally implements Tally {
  #sum = 0
  readonly isPersistent = false

  get hasChanged(): boolean {
    return this.#sum !== 0
  }

  add(value: number): void {
    this.#sum += value
  }

  read(): number {
    return this.#sum
  }

  merge(later: SumTally): void {
    this.#sum += later.#sum
  }

  reset(): void {
    this.#sum = 0
  }

  newEmpty(): SumTally {
    return new SumTally()
  }
}

export class CountTally implements Tally {
  #count = 0
  readonly isPersistent = false

  get hasChanged(): boolean {
    return this.#count > 0
  }

  add(): void {
    this.#count++
  }

  read(): number {
    return this.#count
  }

  merge(later: CountTally): void {
    this.#count += later.#count
  }

  reset(): void {
    this.#count = 0
  }

  newEmpty(): CountTally {
    return new CountTally()
  }
}
