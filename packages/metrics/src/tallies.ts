import type { Aggregation } from './aggregation'
import { DistributionTally } from './distribution-tally'
import { CountTally, LastValueTally, SumTally, type Tally } from './tally'

/** Returns how to begin a tally; what all of them share is made once. */
export function talliesFor(aggregation: Aggregation): () => Tally {
  switch (aggregation.kind) {
    case 'count':
      return () => new CountTally()
    case 'sum':
      return () => new SumTally()
    case 'lastValue':
      return () => new LastValueTally()
    case 'distribution': {
      const bounds = Float64Array.from(aggregation.bounds)
      return () => new DistributionTally(bounds)
    }
  }
}
