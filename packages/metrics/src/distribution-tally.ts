import type { Distribution, Tally } from './tally'

/** Computes the standard deviation with Welford's method, which stays accurate for large values that are close together. */
export class DistributionTally implements Tally {
  readonly isPersistent = false
  readonly #bounds: Float64Array
  readonly #bucketCounts: number[]
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY
  #mean = 0
  /** The sum of squared deviations from the mean. */
  #squares = 0

  constructor(bounds: Float64Array) {
    this.#bounds = bounds
    this.#bucketCounts = new Array(bounds.length + 1).fill(0)
  }

  get hasChanged(): boolean {
    return this.#count > 0
  }

  add(value: number): void {
    this.#count++
    this.#sum += value
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
    const distance = value - this.#mean
    this.#mean += distance / this.#count
    this.#squares += distance * (value - this.#mean)
    const bucket = bucketOf(value, this.#bounds)
    this.#bucketCounts[bucket] = (this.#bucketCounts[bucket] as number) + 1
  }

  read(): Distribution | undefined {
    if (this.#count === 0) return undefined
    return {
      count: this.#count,
      sum: this.#sum,
      min: this.#min,
      max: this.#max,
      mean: this.#mean,
      stdDev: Math.sqrt(this.#squares / this.#count),
      bounds: [...this.#bounds],
      bucketCounts: [...this.#bucketCounts],
    }
  }

  /** @see Chan, Golub, LeVeque: Updating Formulae and a Pairwise Algorithm for Computing Sample Variances */
  merge(later: DistributionTally): void {
    if (later.#count === 0) return
    const count = this.#count + later.#count
    const distance = later.#mean - this.#mean
    const share = later.#count / count
    this.#squares += later.#squares + distance * distance * this.#count * share
    this.#mean = this.#count === 0 ? later.#mean : this.#mean + distance * share
    this.#count = count
    this.#sum += later.#sum
    this.#min = Math.min(this.#min, later.#min)
    this.#max = Math.max(this.#max, later.#max)
    later.#bucketCounts.forEach((more, bucket) => {
      this.#bucketCounts[bucket] = (this.#bucketCounts[bucket] as number) + more
    })
  }

  reset(): void {
    this.#count = 0
    this.#sum = 0
    this.#min = Number.POSITIVE_INFINITY
    this.#max = Number.NEGATIVE_INFINITY
    this.#mean = 0
    this.#squares = 0
    this.#bucketCounts.fill(0)
  }

  newEmpty(): DistributionTally {
    return new DistributionTally(this.#bounds)
  }
}

// --- helpers ---

/** Returns the number of bounds that the value has reached. Uses binary search. */
function bucketOf(value: number, bounds: Float64Array): number {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value >= (bounds[middle] as number)) low = middle + 1
    else high = middle
  }
  return low
}
