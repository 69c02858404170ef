import { ConfigurationError } from '@azmon/core'
import { typeName } from '@azmon/core/adapter'

/** Counts the measurements. */
export class CountAggregation {
  readonly kind = 'count'
}

/** Adds up the measurements. */
export class SumAggregation {
  readonly kind = 'sum'
}

/** Keeps the last measurement. */
export class LastValueAggregation {
  readonly kind = 'lastValue'
}

/** Keeps count, sum, minimum, maximum and standard deviation of the measurements, and counts how many fall into each bucket. */
export class DistributionAggregation {
  readonly kind = 'distribution'
  /**
   * The lower bounds of all buckets except the first, which starts at 0. A bucket excludes its upper bound; the last bucket
   * has no upper bound.
   */
  readonly bounds: readonly number[]
  /** Whether the bucket counts are sent, each as a property. */
  readonly buckets: boolean

  /**
   * @param bounds ascending, finite and non-negative
   * @throws ConfigurationError if they are not
   */
  constructor(bounds: readonly number[] = [], { buckets = false }: { readonly buckets?: boolean | undefined } = {}) {
    checkBounds(bounds)
    this.bounds = Object.freeze(bounds[0] === 0 ? bounds.slice(1) : bounds.slice())
    this.buckets = buckets
  }
}

export type Aggregation = CountAggregation | SumAggregation | LastValueAggregation | DistributionAggregation

export type AggregationKind = Aggregation['kind']

/** Returns names such as `[0, 10)`, `[10, 100)`, `[100, ∞)`. */
export function bucketNames(bounds: readonly number[]): readonly string[] {
  return [0, ...bounds].map((lower, index) => `[${lower}, ${bounds[index] ?? '∞'})`)
}

// --- helpers ---

function checkBounds(bounds: unknown): void {
  if (!Array.isArray(bounds)) {
    throw new ConfigurationError(
      'bounds',
      `bounds must be an array of numbers such as [10, 100], got ${typeName(bounds)}.`,
    )
  }
  const wrong = bounds.findIndex((bound, index) => !Number.isFinite(bound) || bound < 0 || bound <= bounds[index - 1])
  if (wrong === -1) return
  throw new ConfigurationError(
    'bounds',
    `bounds must be finite, ascending numbers from 0, got ${String(bounds[wrong])} at index ${wrong}. Example: [10, 100].`,
  )
}
