import { describe, expect, it } from '@jest/globals'
import { type BinRow, chartSeries, figuresOf } from '../../../../web/src/views/metrics/series'

function aBin(series: string, bin: number, total: number, n: number): BinRow {
  return { series, bin, total, n, low: 1, high: total, average: total / n, rate: n / 15 }
}

const rows = [aBin('a', 0, 10, 2), aBin('a', 2, 30, 3), aBin('b', 1, 100, 10)]

describe('figuresOf', () => {
  it('weights averages by the number of values, and puts the series with the most values first', () => {
    expect(figuresOf(rows)).toEqual([
      { name: 'b', average: 10, min: 1, max: 100, count: 10, last: 10 },
      { name: 'a', average: 8, min: 1, max: 30, count: 5, last: 10 },
    ])
  })
})

describe('chartSeries', () => {
  it('has null where there is no value', () => {
    const [, a] = chartSeries(rows, 'average')
    expect(a?.values.slice(0, 4)).toEqual([5, null, 10, null])
  })

  it.each([
    ['sum', 100],
    ['min', 1],
    ['max', 100],
    ['count', 10],
    ['rate', 10 / 15],
  ] as const)('shows the %s', (aggregation, value) => {
    expect(chartSeries(rows, aggregation)[0]?.values[1]).toBe(value)
  })

  it('has at most 8 series', () => {
    const many = Array.from({ length: 20 }, (_, n) => aBin(`s${n}`, 0, 1, 1))
    expect(chartSeries(many, 'sum')).toHaveLength(8)
  })
})
