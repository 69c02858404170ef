import { describe } from '@jest/globals'
import { itAnswers, itRefuses } from '../cases'

const T = `datatable(k: string, v: long)['a', 1, 'a', 2, 'b', 3, 'b', 4] | sort by k asc, v asc`

describe('window functions follow the order of the rows', () => {
  itAnswers([
    [
      `${T} | project prev(v), next(v), prev(k), prev(v, 2, -1)`,
      [
        [null, 2, '', -1],
        [1, 3, 'a', -1],
        [2, 4, 'a', 1],
        [3, null, 'b', 2],
      ],
    ],
    [
      `${T} | project row_number(), row_number(0, k != prev(k))`,
      [
        [1, 0],
        [2, 1],
        [3, 0],
        [4, 1],
      ],
    ],
    [
      `${T} | project row_cumsum(v), row_cumsum(v, k != prev(k))`,
      [
        [1, 1],
        [3, 3],
        [6, 3],
        [10, 7],
      ],
    ],
    [
      `${T} | project row_rank_dense(k), row_rank_min(k), row_rank(k)`,
      [
        [1, 1, 1],
        [1, 1, 1],
        [2, 3, 2],
        [2, 3, 2],
      ],
    ],
    [`range x from 1 to 3 step 1 | extend n = row_number() | project n`, [[1], [2], [3]]],
    [
      `datatable(v: long)[3, 1, 2] | serialize n = row_number()`,
      [
        [3, 1],
        [1, 2],
        [2, 3],
      ],
    ],
    [`${T} | extend n = row_number() | where v > 2 | project n`, [[3], [4]]],
  ])
  itRefuses([
    [`datatable(v: long)[1] | extend n = row_number()`, 'NOT_SERIALIZED', 'Add sort or serialize'],
    [`${T} | summarize sum(v) by k | extend p = prev(k)`, 'NOT_SERIALIZED', 'Add sort or serialize'],
    [`${T} | extend p = prev(v, 1, v)`, 'ARGUMENTS', 'must be a constant'],
    [`${T} | extend p = prev(v, 1, 'x')`, 'TYPE', 'is a string, but the value is a long'],
  ])
})

describe('row_window_session() gives the first value of each session', () => {
  const E = `datatable(id: string, t: long)['1', 0, '1', 60, '2', 16, '2', 18, '2', 210]`
  const sorted = `${E} | extend t = datetime(2024-04-11) + t * 1m | sort by id asc, t asc`
  itAnswers([
    [
      `${sorted} | extend s = row_window_session(t, 1h, 5m, id != prev(id)) | project (s - datetime(2024-04-11)) / 1m`,
      [[0], [60], [16], [16], [210]],
    ],
    [
      `range x from 0 to 8 step 2 | extend t = datetime(2024-04-11) + x * 1m | extend s = row_window_session(t, 5m, 1h) | project (s - datetime(2024-04-11)) / 1m`,
      [[0], [0], [0], [6], [6]],
    ],
  ])
  itRefuses([[`print a = 1 | sort by a | extend s = row_window_session(a, 1h, 5m)`, 'TYPE', 'expects a datetime']])
})

describe('partition applies operators to the rows of each key', () => {
  itAnswers([
    [
      `${T} | partition by k (top 1 by v) | sort by k asc`,
      [
        ['a', 2],
        ['b', 4],
      ],
    ],
    [`${T} | partition by k (summarize total = sum(v)) | sort by total asc`, [[3], [7]]],
    [
      `${T} | partition hint.strategy=native by k (sort by v asc | extend n = row_number() | where n == 2) | sort by v asc | project v`,
      [[2], [4]],
    ],
    [`${T} | partition by k (sample 1) | count`, [[2]]],
    [
      `${T} | partition by k (make-series count() on v from 1 to 5 step 2) | project count_ | sort by tostring(count_)`,
      [[[2, 0]], [[0, 2]]],
    ],
  ])
  itRefuses([
    [`${T} | partition by k (union (print v = 1))`, 'UNSUPPORTED', 'union is not supported within'],
    [`${T} | partition by k (as P | extend s = toscalar(P | summarize sum(v)))`, 'UNSUPPORTED', 'toscalar()'],
    [`${T} | partition by k { print 1 }`, 'UNSUPPORTED', 'Write operators in ( )'],
  ])
})
