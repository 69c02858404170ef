import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

const T = `datatable(k: string, t: datetime, v: long)['a', datetime(2021-01-01 00:10), 1, 'b', datetime(2021-01-01 00:50), 2, 'a', datetime(2021-01-01 01:10), 4]`

describe('summarize groups rows by its keys', () => {
  itAnswers([
    [
      `${T} | summarize sum(v) by k`,
      [
        ['a', 5],
        ['b', 2],
      ],
    ],
    [
      `${T} | summarize sum(v) by bin(t, 1h)`,
      [
        ['2021-01-01T00:00:00.0000000Z', 3],
        ['2021-01-01T01:00:00.0000000Z', 4],
      ],
    ],
    [`${T} | summarize by k`, [['a'], ['b']]],
    [
      `${T} | summarize n = count(), total = sum(v) by big = v > 1 | sort by big asc`,
      [
        [false, 1, 1],
        [true, 2, 6],
      ],
    ],
    [`${T} | summarize ratio = sum(v) * 1.0 / count()`, [[7 / 3]]],
    [`${T} | summarize max(t) - min(t)`, [['01:00:00']]],
    [
      `datatable(k: string, v: long)['', 1, 'a', 2, '', 3] | summarize sum(v) by k`,
      [
        ['', 4],
        ['a', 2],
      ],
    ],
    [
      `datatable(k: long)[1, long(null), 1] | summarize count() by k`,
      [
        [1, 2],
        [null, 1],
      ],
    ],
    [`${T} | summarize hint.strategy=shuffle count() by k | count`, [[2]]],
  ])
  itNames([[`${T} | summarize sum(v), count() by bin(t, 1h), k`, ['t', 'k', 'sum_v', 'count_']]])
  itRefuses([
    [`print d = dynamic(1) | summarize count() by d`, 'TYPE', 'Use tostring()'],
    [`${T} | summarize v by k`, 'UNKNOWN_COLUMN', 'v'],
    [`${T} | summarize 1 by k`, 'SYNTAX', 'needs an aggregate function'],
    [`${T} | summarize (a, b) = sum(v)`, 'SYNTAX', 'arg_max()'],
  ])
})
