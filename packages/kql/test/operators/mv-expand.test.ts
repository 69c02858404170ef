import { describe } from '@jest/globals'
import { itAnswers, itNames, itRefuses } from '../cases'

describe('mv-expand makes a row for each element', () => {
  itAnswers([
    [`print a = dynamic([1, 'x', null]) | mv-expand a`, [[1], ['x'], [null]]],
    [`print a = dynamic({"x": 1, "y": 2}) | mv-expand a`, [[{ x: 1 }], [{ y: 2 }]]],
    [`print a = dynamic({"x": 1, "y": 2}) | mv-expand kind=array a`, [[['x', 1]], [['y', 2]]]],
    [`print a = dynamic({"x": 1}) | mv-expand bagexpansion=array a`, [[['x', 1]]]],
    [`print a = dynamic([]) | mv-expand a`, []],
    [`print a = dynamic(null) | mv-expand a`, [[null]]],
    [`print a = dynamic(5) | mv-expand a`, [[5]]],
    [
      `print a = dynamic([1, 2]), b = dynamic(['x']) | mv-expand a, b`,
      [
        [1, 'x'],
        [2, null],
      ],
    ],
    [
      `print a = dynamic([1, 2]) | mv-expand with_itemindex=i a`,
      [
        [1, 0],
        [2, 1],
      ],
    ],
    [
      `print k = 'x', a = dynamic([1, 2]) | mv-expand b = a`,
      [
        ['x', [1, 2], 1],
        ['x', [1, 2], 2],
      ],
    ],
    [`print a = dynamic([1, 2, 3]) | mv-expand a limit 2`, [[1], [2]]],
    [`print a = range(1, 200) | mvexpand a | count`, [[128]]],
    [`print a = dynamic([[1, 2], [3]]) | mv-expand a | mv-expand a`, [[1], [2], [3]]],
  ])
  itNames([
    [`print d = dynamic({"a": [1]}) | mv-expand d.a`, ['d', 'd_a']],
    [`print s = 'a,b' | mv-expand split(s, ',') to typeof(string)`, ['s']],
  ])
  itRefuses([[`print a = 1 | mv-expand a`, 'TYPE', 'expects a dynamic value']])
})

describe('to typeof() casts elements, but does not parse strings as numbers', () => {
  itAnswers([
    [`print a = dynamic([1, "2", 3.7, null]) | mv-expand a to typeof(long)`, [[1], [null], [3], [null]]],
    [`print a = dynamic([1, "x", true]) | mv-expand a to typeof(string)`, [['1'], ['x'], ['true']]],
    [`print a = dynamic(["2020-01-01"]) | mv-expand a to typeof(datetime)`, [['2020-01-01T00:00:00.0000000Z']]],
  ])
})

describe('mv-apply applies operators to the elements of each row', () => {
  const T = 'datatable(k: long, a: dynamic)[1, dynamic([3, 1, 2]), 2, dynamic([5])]'
  itAnswers([
    [
      `${T} | mv-apply x = a to typeof(long) on (top 2 by x) | project k, x`,
      [
        [1, 3],
        [1, 2],
        [2, 5],
      ],
    ],
    [
      `${T} | mv-apply x = a to typeof(long) on (summarize total = sum(x)) | project k, total`,
      [
        [1, 6],
        [2, 5],
      ],
    ],
    [`${T} | mv-apply x = a to typeof(long) on (where x > 4) | project k, x`, [[2, 5]]],
    [`${T} | mv-apply with_itemindex=i x = a on (where i == 1) | project k, x`, [[1, 1]]],
    [
      `${T} | mv-apply x = a limit 1 on (extend y = x) | project k, y`,
      [
        [1, 3],
        [2, 5],
      ],
    ],
    [
      `${T} | mv-apply a to typeof(long) on (sort by a asc | summarize sorted = make_list(a)) | project k, sorted`,
      [
        [1, [1, 2, 3]],
        [2, [5]],
      ],
    ],
  ])
  itRefuses([
    [`${T} | mv-apply a on (join (print q = 1) on q)`, 'UNSUPPORTED', 'join is not supported within'],
    [`${T} | mv-apply a on (getschema)`, 'UNSUPPORTED', 'getschema is not supported within'],
  ])
})
