import { expect, it } from '@jest/globals'
import {
  columnWidths,
  columnWindow,
  decimalsOf,
  formatCell,
  sortedIndexes,
} from '../../../web/src/components/grid-values'
import type { Value } from '../../../web/src/query/client'

const sorted = (type: string, values: readonly Value[], isDescending = false) =>
  sortedIndexes(
    { columns: [{ name: 'a', type }], rows: values.map((value) => [value]) },
    { column: 0, isDescending },
  ).map((index) => values[index])

it('gives the numbers of a column equal decimals, and keeps large integers', () => {
  const decimals = decimalsOf({ name: 'a', type: 'real' }, [[1.25], [3]], 0)

  expect([1.25, 3, 1234.5].map((value) => formatCell('real', value, decimals))).toEqual(['1.25', '3.00', '1,234.50'])
  expect(formatCell('long', '9007199254740993', 0)).toBe('9,007,199,254,740,993')
  expect(formatCell('real', 'NaN', 0)).toBe('NaN')
})

it('shows times without zeros, and text in one line', () => {
  expect(formatCell('datetime', '2026-11-29T14:32:07.8920000Z', 0)).toBe('2026-11-29 14:32:07.892')
  expect(formatCell('datetime', '2026-11-29T14:32:00.0000000Z', 0)).toBe('2026-11-29 14:32:00')
  expect(formatCell('string', 'a\n  b', 0)).toBe('a b')
  expect(formatCell('string', null, 0)).toBe('null')
})

it('sorts by the type of the column, with nulls last', () => {
  expect(sorted('long', [10, null, 9])).toEqual([9, 10, null])
  expect(sorted('long', [10, null, 9], true)).toEqual([10, 9, null])
  expect(sorted('string', ['b', 'a10', 'a9'])).toEqual(['a10', 'a9', 'b'])
  expect(sorted('timespan', ['1.00:00:00', '23:00:00', '-00:00:01'])).toEqual(['-00:00:01', '23:00:00', '1.00:00:00'])
})

it('gives the width that is left to the columns with text', () => {
  const table = {
    columns: [
      { name: 'n', type: 'long' },
      { name: 's', type: 'string' },
    ],
    rows: [[1, 'a']],
  }
  const [number, text] = columnWidths(table, 600)

  expect(number).toBeLessThan(150)
  expect(number! + text!).toBe(600)
})

it('keeps only the visible columns and some beside them', () => {
  const widths = Array.from({ length: 100 }, () => 100)

  expect(columnWindow(widths, 0, 1_000)).toEqual({ first: 0, end: 15 })
  expect(columnWindow(widths, 5_000, 1_000)).toEqual({ first: 45, end: 65 })
  expect(columnWindow(widths, 9_000, 1_000)).toEqual({ first: 85, end: 100 })
  expect(columnWindow([], 0, 1_000)).toEqual({ first: 0, end: 0 })
})
