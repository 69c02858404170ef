import { BINS_PER_POWER } from './queries'

export interface HistogramRow {
  readonly bin: number
  readonly total: number
  readonly failed: number
}

/** Returns all bins from the first to the last that has a span, also the empty ones between. */
export function withEmptyBins(rows: readonly HistogramRow[]): readonly HistogramRow[] {
  if (rows.length === 0) return []
  const byBin = new Map(rows.map((row) => [row.bin, row]))
  const bins = [...byBin.keys()]
  const [first, last] = [Math.min(...bins), Math.max(...bins)]
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const bin = first + index
    return byBin.get(bin) ?? { bin, total: 0, failed: 0 }
  })
}

/** Returns the shortest duration of a bin, in milliseconds. */
export function binStartMs(bin: number): number {
  return 10 ** (bin / BINS_PER_POWER)
}
