import { describe, expect, it } from '@jest/globals'
import type { KqlValue } from '../../src'
import { refusalOf, runKql, valueOfKql } from '../run-kql'

describe('null', () => {
  it.each<[string, KqlValue]>([
    ['int(null) == 1', false],
    ['int(null) != 1', true],
    ['int(null) == int(null)', true],
    ['not(int(null) == 1)', true],
    ['int(null) < 1', null],
    ['isnull(datetime(null))', true],
    ["isnull('')", false],
    ["isempty('')", true],
    ["tostring(int(null)) == ''", true],
    ['1 / 0', null],
    ['1 % 0', null],
    ['1.0 / 0', 'Infinity'],
    ['real(nan) == real(nan)', false],
    ['real(nan) != real(nan)', true],
    ['coalesce(int(null), 2)', 2],
    ["iff(bool(null), 'a', 'b')", 'b'],
  ])('%s is %j', async (expression, value) => {
    expect(await valueOfKql(expression)).toBe(value)
  })

  it('is a key of its own in a join and in summarize', async () => {
    const table = '(datatable(k: long, v: string)[1, "a", long(null), "b"])'
    const joined = await runKql(`${table} | join kind=inner ${table} on k | project v, v1 | sort by v asc`)
    expect(joined.rows).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ])
    const grouped = await runKql(`${table} | summarize count() by k | sort by k asc`)
    expect(grouped.rows).toEqual([
      [null, 1],
      [1, 1],
    ])
  })

  it('never stands for a string after an outer join or a union', async () => {
    const { rows } = await runKql(`print k = 1 | join kind=leftouter (print k = 2, v = 'x') on k | project k1, v`)
    expect(rows).toEqual([[null, '']])
    expect((await runKql(`union (print a = 1), (print b = 'x') | sort by a desc`)).rows).toEqual([
      [1, ''],
      [null, 'x'],
    ])
  })

  it('has a name that the compiler suggests if a column is misspelled', () => {
    expect(refusalOf('print duration = 1 | where duraton > 1')).toBe(
      'UNKNOWN_COLUMN: There is no column duraton here. Did you mean duration?',
    )
  })
})
