/** What a series has come to. */
export interface Distribution {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Of all measurements, not of a sample. */
  readonly stdDev: number
  readonly bounds: readonly number[]
  /** One more than there are bounds. */
  readonly bucketCounts: readonly number[]
}

/** Where measurements are added up. Tallies that meet are of one kind. */
export interface Tally {
  add(value: number): void
  /** Something has come in since it began again. */
  readonly hasMoved: boolean
  /** It stands for itself until the next measurement. */
  readonly isLevel: boolean
  /** Undefined where there is nothing to tell. */
  read(): number | Distribution | undefined
  /** Adds what was tallied after it. */
  absorb(later: Tally): void
  /** Begins again; a level stays what it is. */
  restart(): void
  /** An empty one of its kind. */
  another(): Tally
}

/** One of the same kind that says the same. */
export function copyOf(tally: Tally): Tally {
  const copy = tally.another()
  copy.absorb(tally)
  return copy
}

export class LastValueTally implements Tally {
  #value = Number.NaN
  #isThere = false
  hasMoved = false

  get isLevel(): boolean {
    return this.#isThere
  }

  add(value: number): void {
    this.#value = value
    this.#isThere = true
    this.hasMoved = true
  }

  /** A look at what may be as it was. */
  see(value: number): void {
    if (value !== this.#value) this.add(value)
    this.#isThere = true
  }

  /** There is nothing to be seen any more. */
  forget(): void {
    this.#isThere = false
  }

  read(): number | undefined {
    return this.#isThere ? this.#value : undefined
  }

  absorb(later: LastValueTally): void {
    this.#value = later.#value
    this.#isThere = later.#isThere
    this.hasMoved ||= later.hasMoved
  }

  restart(): void {
    this.hasMoved = false
  }

  another(): LastValueTally {
    return new LastValueTally()
  }
}

export class SumTally implements Tally {
  #sum = 0
  readonly isLevel = false

  get hasMoved(): boolean {
    return this.#sum !== 0
  }

  add(value: number): void {
    this.#sum += value
  }

  read(): number {
    return this.#sum
  }

  absorb(later: SumTally): void {
    this.#sum += later.#sum
  }

  restart(): void {
    this.#sum = 0
  }

  another(): SumTally {
    return new SumTally()
  }
}

export class CountTally implements Tally {
  #count = 0
  readonly isLevel = false

  get hasMoved(): boolean {
    return this.#count > 0
  }

  add(): void {
    this.#count++
  }

  read(): number {
    return this.#count
  }

  absorb(later: CountTally): void {
    this.#count += later.#count
  }

  restart(): void {
    this.#count = 0
  }

  another(): CountTally {
    return new CountTally()
  }
}
