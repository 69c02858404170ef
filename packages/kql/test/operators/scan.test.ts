import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

describe('scan carries a state from row to row', () => {
  itAnswers([
    [
      `range x from 1 to 4 step 1 | scan declare (sum: long = 0) with (step s: true => sum = s.sum + x;) | project sum`,
      [[1], [3], [6], [10]],
    ],
    [
      `range x from 1 to 4 step 1 | scan declare (c: long = 0) with (step s: true => c = iff(s.c >= 3, x, x + s.c);) | project c`,
      [[1], [3], [3], [4]],
    ],
    [
      `datatable(e: string)['a', '', 'b', ''] | serialize | scan declare (last_e: string = '') with (step s: true => last_e = iff(isempty(e), s.last_e, e);) | project last_e`,
      [['a'], ['a'], ['b'], ['b']],
    ],
    [`range x from 1 to 3 step 1 | scan with (step s: x > 1;)`, [[2], [3]]],
  ])
})

describe('scan finds sequences of steps', () => {
  const E = `datatable(t: long, e: string)[0, 'A', 1, 'Start', 2, 'B', 3, 'D', 4, 'Stop', 6, 'C', 8, 'Start', 11, 'E', 12, 'Stop'] | sort by t asc`
  itAnswers([
    [
      `${E} | scan with_match_id=m with (step s1: e == 'Start'; step s2: e != 'Start' and e != 'Stop' and t - s1.t <= 5; step s3: e == 'Stop' and t - s1.t <= 5;) | project t, m`,
      [
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
        [8, 1],
        [11, 1],
        [12, 1],
      ],
    ],
    [
      `${E} | scan with_match_id=m declare (start: long) with (step open: true => start = iff(isnull(open.start), t, open.start); step close output=none: t - open.start > 5;) | summarize count() by start, m`,
      [
        [0, 0, 5],
        [6, 1, 3],
        [12, 2, 1],
      ],
    ],
    [
      `datatable(u: long, t: long, e: string)[1, 0, 'in', 2, 1, 'in', 1, 5, 'out', 2, 9, 'out'] | partition by u (sort by t asc | scan declare (took: long) with (step s1 output=none: e == 'in'; step s2: e == 'out' => took = t - s1.t;)) | project u, took | sort by u asc`,
      [
        [1, 5],
        [2, 8],
      ],
    ],
  ])
  itNames([
    [
      `range x from 1 to 3 step 1 | scan with_match_id=m declare (y: long, z: string = 'a') with (step s: true;)`,
      ['x', 'y', 'z', 'm'],
    ],
  ])
  itRefuses([
    [`datatable(x: long)[1] | scan with (step s: true;)`, 'NOT_SERIALIZED', 'Add sort or serialize'],
    [`range x from 1 to 3 step 1 | scan with (step s output=last: true;)`, 'UNSUPPORTED', 'output=all and output=none'],
    [`range x from 1 to 3 step 1 | scan with (step s: x > prev(x);)`, 'NOT_SERIALIZED', 'prev()'],
  ])
})
