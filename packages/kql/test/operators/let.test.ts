import { describe } from '@jest/globals'
import { itAnswers, itRefuses } from '../cases'

describe('let defines values, tables and functions', () => {
  itAnswers([
    [`let a = 1; let b = a + 1; print b`, [[2]]],
    [`let T = range x from 1 to 3 step 1; T | where x > 1 | count`, [[2]]],
    [`let f = (a: long, b: long = 2) { a + b }; print f(1), f(1, 5)`, [[3, 6]]],
    [`let f = (T: (x: long), n: long) { T | where x > n }; f(range x from 1 to 3 step 1, 2)`, [[3]]],
    [`let f = () { let z = 3; print z }; f`, [[3]]],
    [`let f = (T: (x: long)) { T | count }; range x from 1 to 3 step 1 | invoke f()`, [[3]]],
    [`let T = materialize(range x from 1 to 3 step 1); T | where x in ((T | where x > 1))`, [[2], [3]]],
    [`let m = toscalar(range x from 1 to 3 step 1 | summarize max(x)); print m + 1`, [[4]]],
    [
      `datatable(a: long)[1, 2] | extend r = repeat(a, toscalar(print 2))`,
      [
        [1, [1, 1]],
        [2, [2, 2]],
      ],
    ],
    [`range x from 1 to 2 step 1 | as T | union (T) | count`, [[4]]],
    [`let s = dynamic(['a', 'b']); print 'a' in (s)`, [[true]]],
    [
      `let m = toscalar(range x from 1 to 8 step 1 | summarize max(x)); let base = exp(log(m) / 3); range x from 1 to 1 step 1 | extend b = round(base, 3) | project b, l = round(log(m) / log(base), 3)`,
      [[2, 3]],
    ],
    [`let text = tostring(toint('5')); let twice = strcat(text, text); print twice, strlen(twice)`, [['55', 2]]],
  ])
  itRefuses([
    [`let a = 1;`, 'SYNTAX', 'no result'],
    [`let f = (a: long) { a }; print f()`, 'ARGUMENTS', 'needs an argument for a'],
    [`print nosuch`, 'UNKNOWN_COLUMN', 'nosuch'],
    [`nosuch | count`, 'UNKNOWN_TABLE', 'nosuch'],
    [`print a = toscalar(1, 2)`, 'ARGUMENTS', 'one table'],
  ])
})
