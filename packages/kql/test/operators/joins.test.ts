import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

const L = `datatable(k: long, v: string)[1, 'a', 1, 'b', 2, 'c']`
const R = `(datatable(k: long, w: string)[1, 'x', 3, 'y'])`

describe('each kind of join', () => {
  itAnswers([
    [
      `${L} | join kind=inner ${R} on k | project v, w | sort by v asc`,
      [
        ['a', 'x'],
        ['b', 'x'],
      ],
    ],
    [`${L} | join ${R} on k | count`, [[1]]],
    [
      `${L} | join kind=leftouter ${R} on k | project v, w, k1 | sort by v asc`,
      [
        ['a', 'x', 1],
        ['b', 'x', 1],
        ['c', '', null],
      ],
    ],
    [
      `${L} | join kind=rightouter ${R} on k | project k, v, w | sort by w asc, v asc`,
      [
        [1, 'a', 'x'],
        [1, 'b', 'x'],
        [null, '', 'y'],
      ],
    ],
    [`${L} | join kind=fullouter ${R} on k | count`, [[4]]],
    [`${L} | join kind=leftsemi ${R} on k | project v | sort by v asc`, [['a'], ['b']]],
    [`${L} | join kind=leftanti ${R} on k | project v`, [['c']]],
    [`${L} | join kind=rightsemi ${R} on k | project w`, [['x']]],
    [`${L} | join kind=rightanti ${R} on k | project w`, [['y']]],
    [`${L} | join kind=inner (print n = 2) on $left.k == $right.n | project v`, [['c']]],
    [
      `${L} | lookup ${R} on k | project v, w | sort by v asc`,
      [
        ['a', 'x'],
        ['b', 'x'],
        ['c', ''],
      ],
    ],
    [`${L} | lookup kind=inner ${R} on k | count`, [[2]]],
  ])
  itNames([
    [`${L} | join kind=inner ${R} on k`, ['k', 'v', 'k1', 'w']],
    [`${L} | lookup ${R} on k`, ['k', 'v', 'w']],
    [`${L} | lookup (print n = 2, w = 1) on $left.k == $right.n`, ['k', 'v', 'w']],
  ])
  itRefuses([
    [`${L} | join kind=cross ${R} on k`, 'ARGUMENTS', 'Unknown kind of join cross'],
    [`${L} | join kind=inner ${R} on v`, 'UNKNOWN_COLUMN', 'right side'],
    [`${L} | join kind=inner ${R} on k > 1`, 'SYNTAX', '$left.a == $right.b'],
  ])
})

describe('union puts columns of the same name and type together', () => {
  itAnswers([
    [
      `union (print a = 1), (print a = 2, b = 'x')`,
      [
        [1, ''],
        [2, 'x'],
      ],
    ],
    [`print a = 1 | union (print a = 2) | summarize sum(a)`, [[3]]],
    [`union kind=inner (print a = 1, b = 1), (print a = 2)`, [[1], [2]]],
    [`union withsource=src (print a = 1), (print a = 2) | project src`, [['union_arg0'], ['union_arg1']]],
    [
      `let T = view () { print a = 1 }; union withsource=src T, (print a = 2) | project src, a`,
      [
        ['T', 1],
        ['union_arg1', 2],
      ],
    ],
  ])
  itNames([
    [`union withsource=src (print a = 1), (print b = 2)`, ['src', 'a', 'b']],
    [`union (print a = 1), (print a = 'x'), (print a = 1.5)`, ['a_long', 'a_string', 'a_real']],
    [`union (print x = 1), (print x = toint(2)), (print x_long = 3)`, ['x_long1', 'x_int', 'x_long']],
  ])
})

describe('union finds views by a wildcard, and leaves out unknown tables if it is fuzzy', () => {
  const views = `let V1 = view () { print x = 1 }; let V2 = view () { print x = 2 }; let W = () { print x = 3 };`
  itAnswers([
    [`${views} union V* | summarize sum(x)`, [[3]]],
    [`${views} union withsource=name V* | project name`, [['V1'], ['V2']]],
    [`${views} union isfuzzy=true V*, Q*, nosuch | count`, [[2]]],
    [`${views} W | count`, [[1]]],
  ])
  itRefuses([
    [`${views} union V*, Q*`, 'UNKNOWN_TABLE', 'Q*'],
    [`${views} union nosuch`, 'UNKNOWN_TABLE', 'nosuch'],
  ])
})
