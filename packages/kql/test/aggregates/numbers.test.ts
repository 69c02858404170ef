import { describe } from '@jest/globals'
import { itAnswers, itRefuses } from '../cases'

const NOTHING = 'print x = 1 | take 0'
const NUMBERS = 'datatable(v: long)[1, long(null), 3]'

describe('aggregates of numbers ignore nulls', () => {
  itAnswers([
    [`${NUMBERS} | summarize sum(v), avg(v), min(v), max(v)`, [[4, 2, 1, 3]]],
    [`${NUMBERS} | summarize stdevp(v), variancep(v), variance(v)`, [[1, 1, 2]]],
    [
      `datatable(v: real)[1.0, real(nan), 3.0] | summarize sum(v), avg(v), min(v), max(v)`,
      [['NaN', 'NaN', 'NaN', 'NaN']],
    ],
    [`datatable(v: timespan)[1h, 2h] | summarize sum(v), avg(v), max(v)`, [['03:00:00', '01:30:00', '02:00:00']]],
    [
      `datatable(t: datetime)[datetime(2020-01-01), datetime(2020-01-03)] | summarize avg(t)`,
      [['2020-01-02T00:00:00.0000000Z']],
    ],
    [`datatable(d: dynamic)[dynamic(1), dynamic("2"), dynamic(null)] | summarize sum(d), avg(d)`, [[3, 1.5]]],
    [`datatable(x: long, y: long)[1, 2, 2, 4, 3, 6] | summarize covariance(x, y), covariancep(x, x)`, [[2, 2 / 3]]],
    [`datatable(v: long)[6, 3] | summarize binary_all_and(v), binary_all_or(v), binary_all_xor(v)`, [[2, 7, 5]]],
  ])
})

describe('without rows, sums are 0, averages NaN, and extremes null', () => {
  itAnswers([
    [`${NOTHING} | summarize sum(x), avg(x), min(x), max(x)`, [[0, 'NaN', null, null]]],
    [`${NOTHING} | summarize stdev(x), variance(x)`, [[0, 0]]],
    [`print s = 'a' | take 0 | summarize min(s), max(s)`, [['', '']]],
    [`${NOTHING} | summarize sum(x) by x`, []],
  ])
})

describe('aggregates with a condition', () => {
  itAnswers([
    [
      `range x from 1 to 4 step 1 | summarize sumif(x, x > 2), avgif(x, x < 3), minif(x, x > 1), maxif(x, x < 4)`,
      [[7, 1.5, 2, 3]],
    ],
    [
      `range x from 1 to 4 step 1 | summarize stdevif(x, x > 9), varianceif(x, x < 3), variancepif(x, x < 3)`,
      [[0, 0.5, 0.25]],
    ],
    [`range x from 1 to 4 step 1 | summarize avgif(x, x > 9), sumif(x, x > 9)`, [['NaN', 0]]],
    [`datatable(v: long, ok: bool)[1, true, 2, bool(null)] | summarize sumif(v, ok), countif(ok)`, [[1, 1]]],
  ])
})

describe('values that cannot be summed or ordered are refused', () => {
  itRefuses([
    [`print s = 'a' | summarize sum(s)`, 'TYPE', 'Use todouble()'],
    [`print b = true | summarize sum(b)`, 'TYPE', 'Use countif()'],
    [`print d = dynamic(1) | summarize max(d)`, 'TYPE', 'cannot order dynamic values'],
  ])
})
