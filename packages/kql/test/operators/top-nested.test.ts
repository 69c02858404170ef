import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

const T = `datatable(a: string, b: string, v: long)['x', 'p', 5, 'x', 'q', 3, 'y', 'p', 4, 'z', 'r', 1]`

describe('top-nested selects the top values of each level', () => {
  itAnswers([
    [
      `${T} | top-nested 2 of a by sum(v), top-nested 1 of b by sum(v)`,
      [
        ['x', 8, 'p', 5],
        ['y', 4, 'p', 4],
      ],
    ],
    [`${T} | top-nested 1 of a by min(v) asc`, [['z', 1]]],
    [`${T} | top-nested of a by sum(v) | count`, [[3]]],
  ])
  itNames([
    [`${T} | top-nested 1 of a by sum(v), top-nested 1 of n = b by m = max(v)`, ['a', 'aggregated_a', 'n', 'm']],
  ])
})

describe('with others, a row summarizes all other values', () => {
  itAnswers([
    [
      `${T} | top-nested 1 of a with others = 'rest' by sum(v) | sort by aggregated_a`,
      [
        ['x', 8],
        ['rest', 5],
      ],
    ],
    [
      `${T} | top-nested 1 of a with others = 'other a' by sum(v), top-nested 1 of b with others = 'other b' by sum(v) | sort by aggregated_b, a asc`,
      [
        ['other a', 5, 'other b', 5],
        ['x', 8, 'p', 5],
        ['x', 8, 'other b', 3],
      ],
    ],
    [
      `${T} | top-nested 1 of a by sum(v), top-nested 1 of b with others = 'other b' by sum(v) | sort by aggregated_b, a`,
      [
        ['x', 8, 'p', 5],
        ['', null, 'other b', 5],
        ['x', 8, 'other b', 3],
      ],
    ],
    [`${T} | top-nested 5 of a with others = 'rest' by sum(v) | count`, [[3]]],
  ])
  itRefuses([[`${T} | top-nested 1 of a by sum(v) with others = 'rest'`, 'SYNTAX', 'with']])
})
