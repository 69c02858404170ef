import type { ChartSeries } from '../../components/chart-props'
import { type Aggregation, LARGE_BINS, MAX_SERIES } from './metrics-query'

/** The values of one series in one bin. */
export interface BinRow {
  readonly series: string
  readonly bin: number
  readonly total: number
  readonly n: number
  readonly low: number
  readonly high: number
  readonly average: number
  readonly rate: number
}

/** The figures of one series over the whole time. */
export interface SeriesFigures {
  readonly name: string
  readonly average: number
  readonly min: number
  readonly max: number
  readonly count: number
  readonly last: number
}

/** Returns the figures of all series, the ones with the most values first. */
export function figuresOf(rows: readonly BinRow[]): readonly SeriesFigures[] {
  const bySeries = new Map<string, BinRow[]>()
  for (const row of rows) {
    const bins = bySeries.get(row.series)
    if (bins === undefined) bySeries.set(row.series, [row])
    else bins.push(row)
  }
  const figures = [...bySeries].map(([name, bins]) => {
    const count = bins.reduce((sum, { n }) => sum + n, 0)
    return {
      name,
      average: bins.reduce((sum, { total }) => sum + total, 0) / count,
      min: Math.min(...bins.map(({ low }) => low)),
      max: Math.max(...bins.map(({ high }) => high)),
      count,
      last: bins.at(-1)!.average,
    }
  })
  return figures.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
}

/** Returns the series with the most values for the chart. Bins without a value are null. */
export function chartSeries(rows: readonly BinRow[], aggregation: Aggregation): readonly ChartSeries[] {
  const names = figuresOf(rows)
    .slice(0, MAX_SERIES)
    .map(({ name }) => name)
  return names.map((name) => {
    const values = new Array<number | null>(LARGE_BINS).fill(null)
    for (const row of rows) if (row.series === name) values[row.bin] = aggregate(row, aggregation)
    return { name, values }
  })
}

// --- helpers ---

function aggregate({ total, n, low, high, average, rate }: BinRow, aggregation: Aggregation): number {
  switch (aggregation) {
    case 'average':
      return average
    case 'sum':
      return total
    case 'min':
      return low
    case 'max':
      return high
    case 'count':
      return n
    case 'rate':
      return rate
  }
}
