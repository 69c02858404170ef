import { describe } from '@jest/globals'
import { itAnswers, itEvaluates } from '../cases'

describe('array_slice() includes both ends, which may count from the end', () => {
  itEvaluates([
    [`array_slice(dynamic([1, 2, 3]), 1, 2)`, [2, 3]],
    [`array_slice(dynamic([1, 2, 3]), -2, -1)`, [2, 3]],
    [`array_slice(dynamic([1, 2, 3]), 2, -1)`, [3]],
    [`array_slice(dynamic([1, 2, 3]), 5, 6)`, []],
    [`array_slice(dynamic([1, 2, 3]), -10, -10)`, []],
  ])
})

describe('array_index_of() searches within limits', () => {
  itEvaluates([
    [`array_index_of(dynamic(['a', 'b', 'a']), 'a')`, 0],
    [`array_index_of(dynamic(['a', 'b', 'a']), 'a', 1)`, 2],
    [`array_index_of(dynamic(['a', 'b', 'a']), 'a', 1, 1)`, -1],
    [`array_index_of(dynamic(['a', 'b', 'a']), 'a', 0, -1, 2)`, 2],
    [`array_index_of(dynamic(['a', 'b', 'a']), 'b', -1)`, -1],
    [`array_index_of(dynamic([1, 2]), 2.0)`, 1],
    [`array_index_of(dynamic(['1']), 1)`, -1],
    [`array_index_of(dynamic([true]), true)`, 0],
    [`array_index_of(dynamic(['a']), 'a', 0, -2)`, null],
    [`array_index_of(dynamic({}), 'a')`, null],
  ])
})

describe('array_sort functions sort numbers before strings, and nulls last', () => {
  itEvaluates([
    [`array_sort_asc(dynamic([10, 9, 2]))`, [2, 9, 10]],
    [`array_sort_asc(dynamic(['b', true, 2, null, 'a', 1.5]))`, [1.5, 2, 'a', 'b', true, null]],
    [`array_sort_desc(dynamic(['b', 2, null, 'a', 1.5]))`, [2, 1.5, 'b', 'a', null]],
    [`array_sort_asc(dynamic([1, null, 0]), false)`, [null, 0, 1]],
    [`array_sort_asc(dynamic([2, 1]), dynamic(['b', 'a']))[1]`, ['a', 'b']],
    [`array_sort_asc(dynamic([2, 1]), dynamic(['b']))[1]`, null],
    [`array_sort_asc(dynamic(1))`, null],
  ])
  itAnswers([
    [
      `print (a, b) = array_sort_desc(dynamic([1, 3]), dynamic(['x', 'y']))`,
      [
        [
          [3, 1],
          ['y', 'x'],
        ],
      ],
    ],
    [`print a = array_sort_desc(dynamic([1, 3]), dynamic(['x', 'y']))`, [[[3, 1]]]],
  ])
})

describe('arrays that are moved, split and joined', () => {
  itEvaluates([
    [`array_rotate_left(dynamic([1, 2, 3, 4, 5]), -3)`, [3, 4, 5, 1, 2]],
    [`array_rotate_right(dynamic([1, 2, 3, 4, 5]), 2)`, [4, 5, 1, 2, 3]],
    [`array_rotate_left(dynamic([]), 1)`, []],
    [`array_shift_left(dynamic([1, 2, 3]), 2, -1)`, [3, -1, -1]],
    [`array_shift_right(dynamic(['a', 'b']), 1)`, [null, 'a']],
    [`array_split(dynamic([1, 2, 3, 4, 5]), dynamic([1, 3]))`, [[1], [2, 3], [4, 5]]],
    [`array_split(dynamic([1, 2, 3]), -1)`, [[1, 2], [3]]],
    [`array_concat(dynamic([1]), dynamic(null), dynamic([2, 'a']))`, [1, 2, 'a']],
    [`array_reverse(dynamic([1, 'a', null]))`, [null, 'a', 1]],
    [
      `zip(dynamic([1, 2]), dynamic(['a']))`,
      [
        [1, 'a'],
        [2, null],
      ],
    ],
    [`array_iff(dynamic([true, 0, 5]), dynamic([1, 2, 3]), 'no')`, [1, 'no', 3]],
  ])
})

describe('arrays of values', () => {
  itEvaluates([
    [`range(1, 8, 3)`, [1, 4, 7]],
    [`range(5, 1, -2)`, [5, 3, 1]],
    [`range(1, 0)`, []],
    [`range(1.5, 3)`, [1.5, 2.5]],
    [`range(1h, 3h, 1h)`, ['01:00:00', '02:00:00', '03:00:00']],
    [`repeat('a', 2)`, ['a', 'a']],
    [`repeat(1, -1)`, []],
    [`pack_array(1, 'a', int(null))`, [1, 'a', null]],
    [`array_length(dynamic([]))`, 0],
    [`array_length(dynamic({}))`, null],
    [`array_sum(dynamic([1.5, 2]))`, 3.5],
    [`array_sum(dynamic([]))`, null],
    [`array_sum(dynamic([1, 'a']))`, null],
  ])
  itAnswers([[`print a = 1, b = 'x' | project c = pack_array(*)`, [[[1, 'x']]]]])
})

describe('functions of arrays give null for other values', () => {
  itEvaluates([
    [`array_iff(dynamic(1), 1, 2)`, null],
    [`array_split(dynamic(1), 1)`, null],
    [`array_rotate_left(dynamic(null), 1)`, null],
    [`array_shift_left(dynamic('x'), 1)`, null],
    [`array_reverse(dynamic({}))`, null],
  ])
})

describe('sets have their elements once, in the order of the first occurrences', () => {
  itEvaluates([
    [`set_union(dynamic([1, 2, 2]), dynamic([2, 3]))`, [1, 2, 3]],
    [`set_intersect(dynamic([1, 2, 3]), dynamic([2, 3]), dynamic([3]))`, [3]],
    [`set_difference(dynamic([1, 1, 2]), dynamic([2]))`, [1]],
    [`set_has_element(dynamic(['a']), 'A')`, false],
    [`set_has_element(dynamic([1]), 1.0)`, true],
    [`set_equals(dynamic([1, 2]), dynamic([2, 1, 1]))`, true],
    [`jaccard_index(dynamic([1, 2]), dynamic([2, 3, 1, 4]))`, 0.5],
  ])
})
