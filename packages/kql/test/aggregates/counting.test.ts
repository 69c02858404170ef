import { describe } from '@jest/globals'
import { itAnswers, itRefuses } from '../cases'

const ROWS = `datatable(k: string, v: long)['a', 1, 'a', long(null), 'b', 1, '', 2]`

describe('counting', () => {
  itAnswers([
    [`${ROWS} | summarize count(), count(*), countif(v == 1)`, [[4, 4, 2]]],
    [
      `${ROWS} | summarize dcount(k), dcount(v), dcountif(k, v == 1), count_distinct(k), count_distinctif(v, k == 'a')`,
      [[3, 2, 2, 3, 1]],
    ],
    [`${ROWS} | take 0 | summarize count(), dcount(k)`, [[0, 0]]],
    [`${ROWS} | count`, [[4]]],
    [`${ROWS} | count as N | project N + 1`, [[5]]],
  ])
  itRefuses([
    [`print x = 1 | where count() > 0`, 'ARGUMENTS', 'Use it in summarize'],
    [`print x = 1 | summarize dcount()`, 'ARGUMENTS', 'Its signature is dcount(value: any, accuracy?: long): long'],
  ])
})
