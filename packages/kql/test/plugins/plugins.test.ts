import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

describe('bag_unpack makes a column for each key', () => {
  const D = `print a = 5, d = dynamic({"a": 1, "b": "x"})`
  itAnswers([
    [
      `datatable(d: dynamic)[dynamic({"a": 1}), dynamic({"a": 2, "b": "x"})] | evaluate bag_unpack(d)`,
      [
        [1, ''],
        [2, 'x'],
      ],
    ],
    [`${D} | evaluate bag_unpack(d, 'p_')`, [[5, 1, 'x']]],
    [`${D} | evaluate bag_unpack(d, columnsConflict='replace_source')`, [[1, 'x']]],
    [`${D} | evaluate bag_unpack(d, columnsConflict='keep_source')`, [[5, 'x']]],
    [`${D} | evaluate bag_unpack(d, ignoredProperties=dynamic(['a']))`, [[5, 'x']]],
    [`${D} | evaluate bag_unpack(d): (*, b: string, c: long)`, [[5, 'x', null]]],
    [`${D} | evaluate bag_unpack(d): (b: string)`, [['x']]],
    [`${D} | evaluate bag_unpack(d, 'p_'): (p_a: string)`, [['1']]],
    [`print d = dynamic({"a\\"b": 1}) | evaluate bag_unpack(d)`, [[1]]],
    [`print d = dynamic([1]), a = 1 | evaluate bag_unpack(d)`, [[1]]],
  ])
  itNames([
    [`${D} | evaluate bag_unpack(d, 'p_')`, ['a', 'p_a', 'p_b']],
    [`print d = dynamic({"z": 1, "b": 2}), a = 5 | evaluate bag_unpack(d)`, ['a', 'b', 'z']],
  ])
  itRefuses([
    [`print d = 1 | evaluate bag_unpack(d)`, 'TYPE', 'expects a dynamic column'],
    [`print d = dynamic({}) | evaluate bag_unpack(e): (a: long)`, 'ARGUMENTS', 'the name of a column'],
    [`${D} | evaluate bag_unpack(d, conflict='a'): (a: long)`, 'ARGUMENTS', 'columnsConflict'],
    [`${D} | evaluate bag_unpack(d, columnsConflict='a'): (a: long)`, 'ARGUMENTS', 'keep_source'],
    [`${D} | evaluate bag_unpack(d): (*, a: long)`, 'ARGUMENTS', 'second column a'],
  ])
})

describe('pivot makes a column for each value', () => {
  const T = `datatable(k: string, c: string, v: long)['p', 'x', 1, 'p', 'y', 2, 'q', 'x', 3]`
  itAnswers([
    [
      `${T} | evaluate pivot(c, sum(v)) | sort by k asc`,
      [
        ['p', 1, 2],
        ['q', 3, 0],
      ],
    ],
    [
      `${T} | evaluate pivot(c, max(v)) | sort by k asc`,
      [
        ['p', 1, 2],
        ['q', 3, null],
      ],
    ],
    [
      `${T} | project k, c | evaluate pivot(c) | sort by k asc`,
      [
        ['p', 1, 1],
        ['q', 1, 0],
      ],
    ],
    [`${T} | evaluate pivot(c, sum(v), k): (k: string, y: long, z: long) | where k == 'p'`, [['p', 2, null]]],
  ])
})

describe('narrow makes a row for each cell', () => {
  itAnswers([
    [
      `print a = 1, b = 'x' | evaluate narrow()`,
      [
        [0, 'a', '1'],
        [0, 'b', 'x'],
      ],
    ],
  ])
})

describe('rows_near keeps the rows around a condition', () => {
  itAnswers([
    [`range x from 1 to 9 step 1 | evaluate rows_near(x == 5, 1)`, [[4], [5], [6]]],
    [`range x from 1 to 9 step 1 | evaluate rows_near(x == 5, 0, 2)`, [[5], [6], [7]]],
    [`range x from 1 to 5 step 1 | sort by x desc | evaluate rows_near(x in (1, 5), 0, 1)`, [[5], [4], [1]]],
    [`range x from 1 to 9 step 1 | evaluate rows_near(x == 50, 1) | count`, [[0]]],
  ])
  itRefuses([
    [`datatable(x: long)[1] | evaluate rows_near(x == 5, 1)`, 'NOT_SERIALIZED', 'Add sort or serialize'],
    [`range x from 1 to 9 step 1 | evaluate rows_near(x == 5)`, 'ARGUMENTS', 'a number of rows'],
    [`range x from 1 to 9 step 1 | evaluate rows_near(x == 5, x)`, 'UNKNOWN_COLUMN', 'x'],
  ])
})

describe('usage plugins count ids in windows of time', () => {
  const T = `datatable(u: string, t: long, d: string)['a', 0, 'x', 'a', 1, 'y', 'b', 3, 'x', 'a', 3, 'x', 'a', 3, 'x']`
  itAnswers([
    [
      `${T} | evaluate sliding_window_counts(u, t, 1, 4, 2, 1)`,
      [
        [1, 2, 1],
        [2, 1, 1],
        [3, 3, 2],
        [4, 3, 2],
      ],
    ],
    [
      `${T} | evaluate sliding_window_counts(u, t, 1, 3, 1, 1, d)`,
      [
        [1, 'y', 1, 1],
        [3, 'x', 3, 2],
      ],
    ],
    [
      `${T} | evaluate activity_counts_metrics(u, t, 0, 3, 1)`,
      [
        [0, 1, 1, 1, 1],
        [1, 1, 1, 0, 1],
        [3, 3, 2, 1, 2],
      ],
    ],
    [
      `${T} | evaluate activity_counts_metrics(u, t, 0, 3, 1, d)`,
      [
        [0, 'x', 1, 1, 1, 1],
        [1, 'y', 1, 1, 1, 1],
        [3, 'x', 3, 2, 1, 2],
      ],
    ],
    [
      `print u = 'a', t = datetime(2020-01-02 10:00) | evaluate activity_counts_metrics(u, t, datetime(2020-01-01), datetime(2020-01-03), 1d)`,
      [['2020-01-02T00:00:00.0000000Z', 1, 1, 1, 1]],
    ],
  ])
  itNames([
    [`${T} | evaluate sliding_window_counts(u, t, 1, 3, 1, 1, d)`, ['t', 'd', 'Count', 'Dcount']],
    [
      `${T} | evaluate activity_counts_metrics(u, t, 0, 3, 1)`,
      ['t', 'count', 'dcount', 'new_dcount', 'aggregated_dcount'],
    ],
  ])
  itRefuses([
    [`${T} | evaluate sliding_window_counts(u, t, 1, 3, 1)`, 'ARGUMENTS', 'id, timeline, start, end, lookback, bin'],
    [`${T} | evaluate sliding_window_counts(u, d, 1, 3, 1, 1)`, 'TYPE', 'a datetime or a long'],
    [`${T} | evaluate sliding_window_counts(u, t, 1, 3, 1h, 1)`, 'TYPE', 'Expected a long, got a timespan'],
    [`${T} | evaluate activity_metrics(u, t, 1, 3, 1)`, 'UNSUPPORTED', 'Use summarize dcount() by bin()'],
  ])
})

describe('activity_engagement compares the ids of a window with those of a longer one', () => {
  const VISITS = `datatable(user: string, t: datetime, page: string)[
    'ada', datetime(2020-01-01 10:00), 'home', 'bob', datetime(2020-01-02 10:00), 'home', 'ada', datetime(2020-01-02 11:00), 'cart',
    'ada', datetime(2020-01-05 10:00), 'home', 'eve', datetime(2020-01-05 23:00), 'cart']`
  itAnswers([
    [
      `${VISITS} | evaluate activity_engagement(user, t, datetime(2020-01-01), datetime(2020-01-06), 1d, 2d)`,
      [
        ['2020-01-01T00:00:00.0000000Z', 1, 1, 1],
        ['2020-01-02T00:00:00.0000000Z', 2, 2, 1],
        ['2020-01-05T00:00:00.0000000Z', 2, 2, 1],
      ],
    ],
    [
      `${VISITS} | evaluate activity_engagement(user, t, 1d, 7d)`,
      [
        ['2020-01-01T00:00:00.0000000Z', 1, 1, 1],
        ['2020-01-02T00:00:00.0000000Z', 2, 2, 1],
        ['2020-01-05T00:00:00.0000000Z', 2, 3, 2 / 3],
      ],
    ],
    [
      `${VISITS} | evaluate activity_engagement(user, t, 1d, 7d, page) | where page == 'cart' | sort by t asc`,
      [
        ['2020-01-02T00:00:00.0000000Z', 1, 1, 1, 'cart'],
        ['2020-01-05T00:00:00.0000000Z', 1, 2, 0.5, 'cart'],
      ],
    ],
  ])
  itNames([
    [
      `${VISITS} | evaluate activity_engagement(user, t, datetime(2020-01-01), now(), 1d, 7d, page)`,
      ['t', 'dcount_activities_inner', 'dcount_activities_outer', 'activity_ratio', 'page'],
    ],
  ])
  itRefuses([[`${VISITS} | evaluate activity_engagement(user, t, 1d)`, 'ARGUMENTS', 'inner window, outer window']])
})

describe('dcount_intersect counts what results of hll() have in common', () => {
  itAnswers([
    [
      `range x from 1 to 30 step 1 | summarize a = hll(iff(x % 2 == 0, x, 0)), b = hll(iff(x % 3 == 0, x, 0)) | evaluate dcount_intersect(a, b) | project s0, s1`,
      [[16, 6]],
    ],
  ])
  itRefuses([[`print a = dynamic([]) | evaluate dcount_intersect(a)`, 'ARGUMENTS', 'from 2 to 16']])
})

describe('other plugins are refused by name', () => {
  itRefuses([
    [`print a = 1 | evaluate autocluster()`, 'UNSUPPORTED', 'The plugin autocluster is not supported. Use summarize'],
    [`print a = 1 | evaluate python(typeof(*), 'x')`, 'UNSUPPORTED', 'Programs cannot be run'],
    [`print a = 1 | evaluate nothing()`, 'UNSUPPORTED', 'Supported are bag_unpack'],
    [`print a = 1 | evaluate narrow`, 'SYNTAX', 'the call of a plugin'],
    [`print a = 1 | evaluate narrow(): (*, Row: long)`, 'UNSUPPORTED', 'bag_unpack'],
  ])
})
