import { ConfigurationError } from '@azmon/core'
import { kindOf } from './names'

/** How often something was measured. */
export class CountAggregation {
  readonly kind = 'count'
}

/** All measurements together. */
export class SumAggregation {
  readonly kind = 'sum'
}

/** The last measurement. */
export class LastValueAggregation {
  readonly kind = 'lastValue'
}

/** Count, sum, least, greatest and standard deviation of the measurements, and how many fall between bounds. */
export class DistributionAggregation {
  readonly kind = 'distribution'
  /** Each bucket goes from its lower bound to just below its upper one; the first begins at 0, the last has no end. */
  readonly bounds: readonly number[]
  /** Whether the buckets travel, one property for each. */
  readonly buckets: boolean

  /**
   * @param bounds rising, finite and not negative
   * @throws ConfigurationError when they are not
   */
  constructor(bounds: readonly number[] = [], { buckets = false }: { readonly buckets?: boolean | undefined } = {}) {
    checkBounds(bounds)
    this.bounds = Object.freeze(bounds[0] === 0 ? bounds.slice(1) : bounds.slice())
    this.buckets = buckets
  }
}

export type Aggregation = CountAggregation | SumAggregation | LastValueAggregation | DistributionAggregation

export type AggregationKind = Aggregation['kind']

/** `[0, 10)`, `[10, 100)`, `[100, ∞)` */
export function bucketNames(bounds: readonly number[]): readonly string[] {
  return [0, ...bounds].map((lower, index) => `[${lower}, ${bounds[index] ?? '∞'})`)
}

// --- helpers ---

function checkBounds(bounds: unknown): void {
  if (!Array.isArray(bounds)) {
    throw new ConfigurationError('bounds', `bounds must be a list of numbers such as [10, 100], got ${kindOf(bounds)}.`)
  }
  const wrong = bounds.findIndex((bound, index) => !Number.isFinite(bound) || bound < 0 || bound <= bounds[index - 1])
  if (wrong === -1) return
  throw new ConfigurationError(
    'bounds',
    `bounds must be finite numbers from 0 that rise, got ${String(bounds[wrong])} at position ${wrong}. Use [10, 100].`,
  )
}
