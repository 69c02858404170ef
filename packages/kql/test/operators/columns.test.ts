import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

describe('extend binds all expressions to its input', () => {
  itAnswers([
    [`print a = 1, b = 2 | extend a = b, b = a`, [[2, 1]]],
    [`print a = 1 | extend b = a + 1, a = 10`, [[10, 2]]],
    [`print d = dynamic([1, 'x']) | extend (n, s) = d`, [[[1, 'x'], 1, 'x']]],
  ])
  itRefuses([
    [`print a = 1 | extend b = 2, c = b`, 'UNKNOWN_COLUMN', 'There is no column b here'],
    [`print a = 1 | extend b = 2, b = 3`, 'SYNTAX', 'two columns b'],
    [`print a = 1, b = a`, 'UNKNOWN_COLUMN', 'There is no column a here'],
  ])
})

describe('operators that select columns', () => {
  itNames([
    [`print a = 1, b = 2, ab = 3 | project-away a*`, ['b']],
    [`print a = 1, b = 2, ab = 3 | project-keep ab, a`, ['a', 'ab']],
    [`print a = 1, b = 2 | project-rename c = a`, ['c', 'b']],
    [`print a = 1, b = 2, c = 3 | project-reorder c, b`, ['c', 'b', 'a']],
    [`print b = 1, a100 = 2, a20 = 3 | project-reorder a* asc`, ['a100', 'a20', 'b']],
    [`print b = 1, a100 = 2, a20 = 3 | project-reorder a* granny-asc`, ['a20', 'a100', 'b']],
    [`print b = 1, a1 = 2, a2 = 3 | project-reorder a* desc`, ['a2', 'a1', 'b']],
    [`print b = 1, aC = 2, ab = 3, a_b = 4 | project-reorder a* asc`, ['ab', 'aC', 'a_b', 'b']],
    [`print a = 1, b = 2, abc = 3 | project-by-names 'b', dynamic(['x', 'a*'])`, ['b', 'a', 'abc']],
    [`let T = print a = 1, b = 2; T | project-by-names column_names_of(T)`, ['a', 'b']],
    [`print ['a b'] = 1, c = 2 | project ["a b"]`, ['a b']],
    [`print a = 1, A = 2 | project A, a`, ['A', 'a']],
  ])
  itRefuses([
    [`print a = 1 | project-away b`, 'UNKNOWN_COLUMN', 'There is no column b'],
    [`print a = 1 | project a, a`, 'SYNTAX', 'two columns a'],
    [`print a = 1, b = 2 | project-rename b = a`, 'SYNTAX', 'two columns b'],
  ])
})

describe('getschema and distinct', () => {
  itAnswers([
    [
      `print a = 1, b = true, c = 'x' | getschema | project ColumnName, DataType, ColumnType`,
      [
        ['a', 'System.Int64', 'long'],
        ['b', 'System.SByte', 'bool'],
        ['c', 'System.String', 'string'],
      ],
    ],
    [`datatable(a: string, b: long)['x', 1, 'y', 1, 'x', 1] | distinct a`, [['x'], ['y']]],
    [`datatable(a: string, b: long)['x', 1, 'y', 1, 'x', 1] | distinct * | count`, [[2]]],
  ])
})
