import { describe } from '@jest/globals'
import { itAnswers, itEvaluates, itNames, itRefuses } from '../cases'

describe('series of the same position are combined', () => {
  itEvaluates([
    [`series_add(dynamic([1, 2]), dynamic([3, 4]))`, [4, 6]],
    [`series_add(dynamic([1, 2]), 1)`, [2, 3]],
    [`series_add(dynamic([1, 2]), dynamic([3]))`, [4, null]],
    [`series_divide(dynamic([3, 4]), dynamic([2, 0]))`, [1.5, 'Infinity']],
    [`series_pow(dynamic([2, 3]), 2)`, [4, 9]],
    [`series_greater(dynamic([1, 3]), dynamic([2, 2]))`, [false, true]],
    [`series_equals(dynamic([1, 'a']), dynamic([1, 1]))`, [true, null]],
    [`series_abs(dynamic([-1, null, 2]))`, [1, null, 2]],
    [`series_fir(dynamic([2, 4, 6]), dynamic([1, 1]))`, [1, 3, 5]],
  ])
})

describe('missing elements are filled', () => {
  itEvaluates([
    [`series_fill_const(dynamic([1, null, 3]), 0)`, [1, 0, 3]],
    [`series_fill_const(dynamic([1, -1, 3]), 0, -1)`, [1, 0, 3]],
    [`series_fill_forward(dynamic([null, 1, null, 2, null]))`, [null, 1, 1, 2, 2]],
    [`series_fill_backward(dynamic([null, 1, null, 2, null]))`, [1, 1, 2, 2, null]],
    [`series_fill_linear(dynamic([null, 1.0, null, 2.0, null]))`, [1, 1, 1.5, 2, 2]],
    [`series_fill_linear(dynamic([1, null, 2]))`, [1, 1, 2]],
    [`series_fill_linear(dynamic([null, 1.0, null, 2.0]), real(null), false)`, [null, 1, 1.5, 2]],
    [`series_fill_linear(dynamic([null, null]), real(null), true, 7)`, [7, 7]],
  ])
})

describe('values of a whole series', () => {
  itEvaluates([
    [`series_sum(dynamic([1, 2.5]))`, 3.5],
    [`series_product(dynamic([2, 3]))`, 6],
    [`series_magnitude(dynamic([3, 4]))`, 5],
    [`series_dot_product(dynamic([1, 2]), dynamic([3, 4]))`, 11],
    [`series_stats_dynamic(dynamic([1, 3, 2])).max_idx`, 1],
    [`series_stats_dynamic(dynamic([1, null])).avg`, null],
    [`series_stats_dynamic(dynamic([1, null]), true).avg`, 1],
    [`series_fit_line_dynamic(dynamic([1, 3, 5])).interception`, -1],
  ])
  itAnswers([
    [
      `print s = dynamic([1, 3, 5]) | project (quality, slope, variance, rest, b, line) = series_fit_line(s)`,
      [[1, 2, 4, 0, -1, [1, 3, 5]]],
    ],
    [`print fit = series_fit_line(dynamic([1, 3, 5]))`, [[1]]],
  ])
  itNames([
    [
      `print s = dynamic([1]) | project series_stats(s)`,
      ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance'].map((name) => `series_stats_s_${name}`),
    ],
  ])
  itRefuses([
    [`print series_decompose_anomalies(dynamic([1]))`, 'UNSUPPORTED', 'Use series_fir()'],
    [`print series_outliers(dynamic([1]))`, 'UNSUPPORTED', 'series_stats_dynamic()'],
  ])
})
