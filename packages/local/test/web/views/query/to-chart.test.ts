import { expect, it } from '@jest/globals'
import type { Column, QueryResult, Value } from '../../../../web/src/query/client'
import { toDrawing } from '../../../../web/src/views/query/to-chart'

function aResult(
  kind: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly Value[])[],
  properties = {},
) {
  const typed = Object.entries(columns).map(([name, type]): Column => ({ name, type }))
  const result: QueryResult = {
    ...{ columns: typed, rows, elapsedMs: 1, isTruncated: false, warnings: [] },
    render: kind === '' ? undefined : { kind, properties },
  }
  return toDrawing(result)
}

const T1 = '2026-11-29T14:00:00.0000000Z'
const T2 = '2026-11-29T14:01:00.0000000Z'

it('draws one line per value of a text column in the order of names, with gaps where a time is missing', () => {
  const drawing = aResult('timechart', { timestamp: 'datetime', card: 'string', rate: 'real' }, [
    [T2, 'visa', 3],
    [T1, 'visa', 1],
    [T2, 'amex', null],
  ])

  expect(drawing).toMatchObject({
    ...{ kind: 'lines', shape: 'line', isTime: true, title: 'rate', x: [Date.parse(T1), Date.parse(T2)] },
    series: [
      { name: 'amex', values: [null, null] },
      { name: 'visa', values: [1, 3] },
    ],
  })
})

it('names lines by their columns if there are several', () => {
  const drawing = aResult('timechart', { timestamp: 'datetime', a: 'long', b: 'long' }, [[T1, 1, 2]])

  expect(drawing).toMatchObject({ title: 'a, b', series: [{ name: 'a' }, { name: 'b' }] })
})

it('obeys the properties of render', () => {
  const columns = { a: 'long', b: 'long', at: 'datetime', c: 'string' }
  const properties = { xcolumn: 'a', ycolumns: 'b', title: 'T', ymax: '9', ymin: '-1', kind: 'stacked' }

  expect(aResult('areachart', columns, [[1, 2, T1, 'c']], properties)).toMatchObject({
    ...{ shape: 'area', isStacked: true, isTime: false, x: [1], title: 'T', yMin: -1, yMax: 9 },
    series: [{ name: 'c', values: [2] }],
  })
})

it('draws the arrays of make-series', () => {
  const rows = [['visa', '[1,2]', `["${T1}","${T2}"]`]]

  expect(aResult('timechart', { card: 'string', n: 'dynamic', timestamp: 'dynamic' }, rows)).toMatchObject({
    ...{ x: [Date.parse(T1), Date.parse(T2)], series: [{ name: 'visa', values: [1, 2] }] },
  })
})

it('draws categories and pies as bars', () => {
  const bars = [
    { name: 'a', value: 2 },
    { name: 'empty', value: 1 },
  ]
  const rows = [
    ['a', 2],
    ['', 1],
  ]

  expect(aResult('piechart', { name: 'string', n: 'long' }, rows)).toMatchObject({ kind: 'bars', isShare: true, bars })
  expect(aResult('columnchart', { name: 'string', n: 'long' }, rows)).toMatchObject({
    kind: 'bars',
    isShare: false,
    bars,
  })
})

it('keeps the 20 largest of many series, and says how many there are', () => {
  const rows = Array.from({ length: 30 }, (_, n) => [T1, `s${n}`, n])
  const drawing = aResult('timechart', { timestamp: 'datetime', name: 'string', n: 'long' }, rows)

  expect(drawing).toMatchObject({ seriesCount: 30, series: { length: 20, 0: { name: 's10' } } })
})

it('draws nothing without render, rows or numbers', () => {
  expect(aResult('', { timestamp: 'datetime', n: 'long' }, [[T1, 1]])).toBeUndefined()
  expect(aResult('timechart', { timestamp: 'datetime', n: 'long' }, [])).toBeUndefined()
  expect(aResult('timechart', { timestamp: 'datetime', n: 'string' }, [[T1, '1']])).toBeUndefined()
  expect(aResult('table', { timestamp: 'datetime', n: 'long' }, [[T1, 1]])).toBeUndefined()
})
