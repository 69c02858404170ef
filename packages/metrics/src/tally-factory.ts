import type { Aggregation } from './aggregation'
import { DistributionTally } from './distribution-tally'
import { CountTally, LastValueTally, SumTally, type Tally } from './tally'

/** Returns a function that creates empty tallies. All of them share the same bounds. */
export function tallyFactory(aggregation: Aggregation): () => Tally {
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
