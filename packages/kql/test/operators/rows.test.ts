import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

const T = `datatable(k: string, v: long)['b', 2, 'a', long(null), 'c', 1]`

describe('sort puts nulls last if it descends, and first if it ascends', () => {
  itAnswers([
    [`${T} | sort by v | project v`, [[2], [1], [null]]],
    [`${T} | sort by v asc | project v`, [[null], [1], [2]]],
    [`${T} | sort by v asc nulls last | project v`, [[1], [2], [null]]],
    [`${T} | order by v desc nulls first | project v`, [[null], [2], [1]]],
    [`${T} | sort by k asc | project k`, [['a'], ['b'], ['c']]],
    [`${T} | top 2 by v | project v`, [[2], [1]]],
    [`${T} | top 1 by v asc nulls last | project k`, [['c']]],
    [`datatable(a: long, b: long)[1, 1, 1, 2, 0, 3] | sort by a asc, b desc | project b`, [[3], [2], [1]]],
  ])
  itRefuses([[`print d = dynamic(1) | sort by d`, 'TYPE', 'dynamic value']])
})

describe('take, sample and similar operators', () => {
  itAnswers([
    [`range x from 1 to 5 step 1 | take 2`, [[1], [2]]],
    [`range x from 1 to 5 step 1 | limit 10 | count`, [[5]]],
    [`range x from 1 to 5 step 1 | sample 3 | count`, [[3]]],
    [`datatable(a: long)[1, 1, 2] | sample-distinct 5 of a`, [[1], [2]]],
    [`datatable(a: string)['x', 'y', 'x'] | top-hitters 1 of a`, [['x', 2]]],
    [`datatable(a: string, n: long)['x', 1, 'y', 5, 'x', 1] | top-hitters 1 of a by n`, [['y', 5]]],
    [`range x from 1 to 5 step 1 | where x > 2 and x != 4`, [[3], [5]]],
    [`range x from 1 to 3 step 1 | filter x == 2`, [[2]]],
    [`range x from 1 to 3 step 1 | consume | count`, [[0]]],
  ])
  itNames([
    [`print a = 'x' | top-hitters 1 of a`, ['a', 'approximate_count_a']],
    [`print a = 'x', n = 1 | top-hitters 1 of a by n`, ['a', 'approximate_sum_n']],
  ])
})

describe('range, datatable and print', () => {
  itAnswers([
    [`range x from 1 to 50000000 step 1 | summarize count(), max(x)`, [[50_000_000, 50_000_000]]],
    [`range x from toscalar(print 2) to 3 step 1`, [[2], [3]]],
    [`range x from 1 to 7 step 3`, [[1], [4], [7]]],
    [`range x from 3 to 1 step -1`, [[3], [2], [1]]],
    [`range x from 0.0 to 1.0 step 0.5`, [[0], [0.5], [1]]],
    [`range x from 3 to 1 step 1`, []],
    [`range t from datetime(2020-01-01) to datetime(2020-01-02) step 12h | count`, [[3]]],
    [
      `datatable(a: long, b: string)[1, 'x', -2, ''] | project b, a`,
      [
        ['x', 1],
        ['', -2],
      ],
    ],
    [`datatable(a: long)[] | count`, [[0]]],
    [`datatable(a: long)[-9223372036854775808]`, [['-9223372036854775808']]],
  ])
  itRefuses([
    [`datatable(a: long)[1 + 1]`, 'SYNTAX', ']'],
    [`datatable(a: long, b: long)[1]`, 'SYNTAX', '2 columns, but 1 cells'],
    [`datatable(a: integer)[1]`, 'SYNTAX', 'Unknown type integer'],
  ])
})
