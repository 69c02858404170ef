import { describe } from '@jest/globals'
import { itAnswers, itEvaluates } from '../cases'

describe('sketches are exact', () => {
  itAnswers([
    [
      `datatable(k: string, v: long)['a', 1, 'a', 2, 'b', 2] | summarize h = hll(v) by k | summarize dcount_hll(hll_merge(h))`,
      [[2]],
    ],
    [
      `datatable(v: long)[1, 1, 2] | summarize a = hll(v), b = hll_if(v, v > 1) | project dcount_hll(b), dcount_hll(hll_merge(a, b))`,
      [[1, 2]],
    ],
    [
      `range x from 1 to 10 step 1 | summarize t = tdigest(x) | project percentile_tdigest(t, 50), percentile_tdigest(t, 95, typeof(long)), rank_tdigest(t, 3)`,
      [[5, 10, 3]],
    ],
    [
      `range x from 1 to 4 step 1 | summarize t = tdigest(x) by x % 2 | summarize m = tdigest_merge(t) | project percentiles_array_tdigest(m, 25, 100)`,
      [[[1, 4]]],
    ],
    [
      `datatable(t: datetime)[datetime(2020-01-01), datetime(2020-01-02)] | summarize d = tdigest(t) | project percentile_tdigest(d, 50, typeof(datetime))`,
      [['2020-01-01T00:00:00.0000000Z']],
    ],
  ])
  itEvaluates([[`percentrank_tdigest(dynamic([1, 2, 2, 4]), 2)`, 75]])
})
