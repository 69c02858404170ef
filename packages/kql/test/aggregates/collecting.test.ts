import { describe } from '@jest/globals'
import { itAnswers } from '../cases'

describe('make_list() keeps the order of the rows, drops nulls and flattens arrays', () => {
  itAnswers([
    [`datatable(v: long)[3, long(null), 1, 3] | summarize make_list(v)`, [[[3, 1, 3]]]],
    [`datatable(s: string)['b', '', 'a'] | summarize make_list(s)`, [[['b', '', 'a']]]],
    [`datatable(v: long)[3, 1, 2] | sort by v asc | summarize make_list(v)`, [[[1, 2, 3]]]],
    [
      `datatable(d: dynamic)[dynamic([1, 2]), dynamic({"a": 1}), dynamic(3)] | summarize make_list(d)`,
      [[[1, 2, { a: 1 }, 3]]],
    ],
    [
      `range x from 1 to 5 step 1 | summarize make_list(x, 2), make_list_if(x, x > 3)`,
      [
        [
          [1, 2],
          [4, 5],
        ],
      ],
    ],
    [`datatable(v: long)[1, long(null)] | summarize make_list_with_nulls(v)`, [[[1, null]]]],
    [`datatable(t: datetime)[datetime(2020-01-01)] | summarize make_list(t)`, [[['2020-01-01T00:00:00.0000000Z']]]],
    [`print x = 1 | take 0 | summarize make_list(x), make_set(x)`, [[[], []]]],
  ])
})

describe('make_set() keeps first occurrences', () => {
  itAnswers([
    [`datatable(v: long)[2, 1, 2, long(null)] | summarize make_set(v)`, [[[2, 1]]]],
    [`datatable(d: dynamic)[dynamic([1, 2]), dynamic([2, 3])] | summarize make_set(d)`, [[[1, 2, 3]]]],
    [`range x from 1 to 5 step 1 | summarize make_set(x % 3, 2), make_set_if(x, x > 4)`, [[[1, 2], [5]]]],
  ])
})

describe('make_bag() keeps the first value of a name', () => {
  itAnswers([
    [
      `datatable(d: dynamic)[dynamic({"a": 1}), dynamic({"a": 2, "b": 3}), dynamic([1])] | summarize make_bag(d)`,
      [[{ a: 1, b: 3 }]],
    ],
    [`datatable(k: string, v: long)['a', 1, 'b', 2] | summarize make_bag_if(bag_pack(k, v), v > 1)`, [[{ b: 2 }]]],
    [`print x = 1 | take 0 | summarize make_bag(bag_pack('a', x))`, [[{}]]],
  ])
})
