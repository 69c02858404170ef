import type { StripBin } from '../components/strip'
import { STRIP_BINS, type TimeRange } from '../state/time'
import { type QueryTable, toObjects } from './client'
import { moment } from './kql'

/** Adds to a query of items the part that counts them per bin of the strip. */
export function stripQuery(items: string, range: TimeRange): string {
  const binMs = (range.toMs - range.fromMs) / STRIP_BINS
  return `${items}
| extend bin = min_of(${STRIP_BINS - 1}, toint((timestamp - ${moment(range.fromMs)}) / ${binMs}ms))
| summarize total = sum(itemCount), warnings = sumif(itemCount, level == 2), errors = sumif(itemCount, level >= 3) by bin`
}

/** Returns all bins, also those without items. */
export function toBins(table: QueryTable | undefined): readonly StripBin[] {
  const bins: StripBin[] = Array.from({ length: STRIP_BINS }, () => ({ total: 0, warnings: 0, errors: 0 }))
  for (const { bin, ...counts } of table === undefined ? [] : toObjects<StripBin & { bin: number }>(table)) {
    if (bin in bins) bins[bin] = counts
  }
  return bins
}
