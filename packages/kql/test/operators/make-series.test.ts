import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

const T = `datatable(k: string, x: long)['a', 1, 'a', 5, 'b', 2, 'b', 3]`

describe('make-series fills empty bins', () => {
  itAnswers([
    [
      `${T} | make-series count() on x from 0 to 6 step 2`,
      [
        [
          [1, 2, 1],
          [0, 2, 4],
        ],
      ],
    ],
    [
      `${T} | make-series n = sum(x) default=-1 on x from 0 to 4 step 1 by k`,
      [
        ['a', [-1, 1, -1, -1], [0, 1, 2, 3]],
        ['b', [-1, -1, 2, 3], [0, 1, 2, 3]],
      ],
    ],
    [
      `${T} | make-series count() default=9, sum(x) on x from 0 to 2 step 1`,
      [
        [
          [9, 1],
          [0, 1],
          [0, 1],
        ],
      ],
    ],
    [
      `${T} | make-series avg(x) default=real(null) on x from 0 to 2 step 1`,
      [
        [
          [null, 1],
          [0, 1],
        ],
      ],
    ],
    [
      `${T} | make-series count() on x from 1 to 4 step 2`,
      [
        [
          [2, 1],
          [1, 3],
        ],
      ],
    ],
    [
      `datatable(x: real)[-0.3, 1.2] | make-series count() on x from -1.0 to 2.0 step 1.0`,
      [
        [
          [1, 0, 1],
          [-1, 0, 1],
        ],
      ],
    ],
    [
      `datatable(t: datetime)[datetime(2020-01-01 05:00), datetime(2020-01-03)] | make-series count() on t from datetime(2020-01-01) to datetime(2020-01-03) step 1d`,
      [
        [
          [1, 0],
          ['2020-01-01T00:00:00.0000000Z', '2020-01-02T00:00:00.0000000Z'],
        ],
      ],
    ],
  ])
})

describe('without limits, a series has the bins of its own values', () => {
  itAnswers([
    [
      `${T} | make-series count() on x step 1 by k`,
      [
        ['a', [1, 0, 0, 0, 1], [1, 2, 3, 4, 5]],
        ['b', [1, 1], [2, 3]],
      ],
    ],
    [
      `datatable(x: long)[-3, 1] | make-series count() on x step 2`,
      [
        [
          [1, 0, 1],
          [-4, -2, 0],
        ],
      ],
    ],
    [
      `${T} | make-series count() on x in range(1, 6, 2)`,
      [
        [
          [1, 2, 1, 0],
          [0, 2, 4, 6],
        ],
      ],
    ],
  ])
})

describe('an empty input has no series, unless kind=nonempty', () => {
  itAnswers([
    [`${T} | take 0 | make-series count() on x from 0 to 4 step 2`, []],
    [
      `${T} | take 0 | make-series kind=nonempty count() default=7 on x from 0 to 4 step 2`,
      [
        [
          [7, 7],
          [0, 2],
        ],
      ],
    ],
    [`${T} | take 0 | make-series kind=nonempty count() on x from 0 to 4 step 2 by k`, [['', [0, 0], [0, 2]]]],
    [`${T} | make-series count() on x from 4 to 4 step 1`, []],
  ])
  itNames([
    [`${T} | make-series sum(x), n = count() on x from 0 to 4 step 1 by k`, ['k', 'sum_x', 'n', 'x']],
    [`${T} | make-series count() on b = bin(x, 1) from 0 to 4 step 1`, ['count_', 'b']],
  ])
  itRefuses([
    [`${T} | make-series kind=nonempty count() on x step 1`, 'ARGUMENTS', 'needs from and to'],
    [`${T} | make-series count() on x from 0 to 4`, 'SYNTAX', 'Expected step'],
  ])
})
