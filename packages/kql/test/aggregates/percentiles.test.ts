import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

const TEN = 'range v from 1 to 10 step 1'

describe('percentiles are those of the nearest rank', () => {
  itAnswers([
    [`${TEN} | summarize percentile(v, 0), percentile(v, 50), percentile(v, 95), percentile(v, 100)`, [[1, 5, 10, 10]]],
    [`${TEN} | summarize percentiles(v, 5, 50, 99.5)`, [[1, 5, 10]]],
    [
      `${TEN} | summarize percentiles_array(v, 50, 100), percentiles_array(v, dynamic([10, 20]))`,
      [
        [
          [5, 10],
          [1, 2],
        ],
      ],
    ],
    [`let p = 0.5; ${TEN} | summarize percentile(v, p * 100)`, [[5]]],
    [
      `datatable(t: timespan)[1h, 2h, 3h] | summarize percentile(t, 50), percentiles_array(t, 100)`,
      [['02:00:00', ['03:00:00']]],
    ],
    [
      `datatable(v: long, w: long)[1, 1, 2, 2, 3, 7] | summarize percentilew(v, w, 30), percentilesw(v, w, 5, 50), percentilesw_array(v, w, 31)`,
      [[2, 1, 3, [3]]],
    ],
    [`${TEN} | take 0 | summarize percentile(v, 50)`, [[null]]],
    [`${TEN} | take 0 | summarize percentilew(v, v, 50)`, [[null]]],
    [`${TEN} | summarize percentilesw(v, 3, 50, 95)`, [[5, 10]]],
    [`datatable(v: long, w: long)[1, 5, 2, 0, 3, 5] | summarize percentilesw(v, w, 50, 51)`, [[1, 3]]],
    ['range v from 1 to 100000 step 1 | summarize percentilew(v, 1 + v % 2, 50)', [[50_000]]],
  ])
})

describe('percentiles have the percentage in their names', () => {
  itNames([
    [
      `${TEN} | summarize percentile(v, 99.5), percentiles(v, 5, 50)`,
      ['percentile_v_99_5', 'percentile_v_5', 'percentile_v_50'],
    ],
    [`${TEN} | summarize percentilew(v, v, 50), percentiles_array(v, 5)`, ['percentile_v_50', 'percentiles_v']],
    [`${TEN} | summarize (low, high) = percentiles(v, 5, 95)`, ['low', 'high']],
    [`let p = 95; ${TEN} | summarize percentiles(v, p)`, ['percentile_v_95']],
  ])
  itRefuses([
    [`${TEN} | summarize percentile(v, 101)`, 'ARGUMENTS', 'must be a constant from 0 to 100'],
    [`${TEN} | summarize percentile(v, v)`, 'ARGUMENTS', 'must be a constant from 0 to 100'],
    [`${TEN} | summarize percentiles(v)`, 'ARGUMENTS', 'needs a value and percentages'],
  ])
})
