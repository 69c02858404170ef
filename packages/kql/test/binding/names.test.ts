import { describe } from '@jest/globals'
import { itNames } from '../cases'

const ROW = `print a = 1, s = 'x', t = now(), d = dynamic({"a": {"b": [1]}})`

describe('a column without a name is named by its expression', () => {
  itNames([
    [`${ROW} | project tostring(a), bin(a, 2), round(a), abs(a)`, ['a', 'a1', 'a2', 'a3']],
    [`${ROW} | project strlen(s), gettype(s), repeat(s, 1)`, ['strlen_s', 'type_s', 'repeat_s']],
    [`${ROW} | project d.a, d['x y'], d.a.b[0], d[0]`, ['d_a', 'd_x y', 'd_a_b_0', 'd_0']],
    [`${ROW} | project tostring(d.a.b), parse_json(s).x`, ['d_a_b', 's_x']],
    [`${ROW} | project split(s, ','), format_datetime(t, 'yy'), startofday(t)`, ['s', 't', 't1']],
    [
      `${ROW} | project tolower(s), startofweek(t), a + 1, -a, strcat(s, s)`,
      ['Column1', 'Column2', 'Column3', 'Column4', 'Column5'],
    ],
    [`${ROW} | project column_ifexists('zz', a), make_timespan(a, 1)`, ['zz', 'Column1']],
  ])
})

describe('aggregates are named by their function and argument', () => {
  itNames([
    [`${ROW} | summarize count(), sum(a), dcount(s), avg(toint(s))`, ['count_', 'sum_a', 'dcount_s', 'avg_s']],
    [`${ROW} | summarize sum(a * 2), countif(a > 1), max(d.a.b == 1)`, ['sum_', 'countif_', 'max_']],
    [
      `${ROW} | summarize make_list(a), make_set(s), make_bag(d), make_list_with_nulls(a)`,
      ['list_a', 'set_s', 'bag_d', 'list_a1'],
    ],
    [`${ROW} | summarize round(avg(a), 2), sum(a) / count(), toint(max(a))`, ['avg_a', 'Column1', 'max_a']],
    [`${ROW} | summarize count() by bin(t, 1h), s == 'x', strlen(s)`, ['t', 'Column1', 'strlen_s', 'count_']],
    [`${ROW} | summarize hll(a), tdigest(a), covariance(a, a)`, ['hll_a', 'tdigest_a', 'covariance_a_a']],
  ])
})

describe('names that are taken', () => {
  itNames([
    [`print a = 1 | extend tostring(a)`, ['a']],
    [`print a = 1 | extend a = 2, b = a`, ['a', 'b']],
    [`print Column1 = 1 | extend 1 + 1, 2 + 2`, ['Column1', 'Column2', 'Column3']],
    [`print a = 1 | project a, bin(a, 2)`, ['a', 'a1']],
    [`print a = 1, a1 = 2 | join (print a = 1, a1 = 3) on a`, ['a', 'a1', 'a2', 'a11']],
    [`print a = 1 | summarize sum(a), sum_a = count()`, ['sum_a1', 'sum_a']],
  ])
})

describe('print numbers its columns, and let values have names elsewhere', () => {
  itNames([
    [`let z = 3; print z, tostring(z), strlen('a'), x = 1`, ['print_0', 'print_1', 'print_2', 'x']],
    [`let z = 3; print a = 1 | extend z, z + 1`, ['a', 'z', 'Column1']],
    [`let z = 3; print a = 1 | summarize count() by z`, ['z', 'count_']],
  ])
})
