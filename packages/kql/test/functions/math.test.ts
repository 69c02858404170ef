import { describe } from '@jest/globals'
import { itEvaluates } from '../cases'

describe('rounding', () => {
  itEvaluates([
    [`round(2.5)`, 3],
    [`round(-2.5)`, -3],
    [`round(2.567, 2)`, 2.57],
    [`round(1234.5, -2)`, 1200],
    [`floor(-1.5, 1)`, -2],
    [`floor(7, 2)`, 6],
    [`ceiling(-1.5)`, -1],
    [`ceiling(1.2)`, 2],
  ])
})

describe('bins begin at multiples of their size', () => {
  itEvaluates([
    [`bin(17, 5)`, 15],
    [`bin(-7, 5)`, -10],
    [`bin(4.5, 1.5)`, 4.5],
    [`bin(7.5, 2)`, 6],
    [`bin(7, 0)`, null],
    [`bin(16d, 7d)`, '14.00:00:00'],
    [`bin(datetime(1970-05-11 13:45:07), 1d)`, '1970-05-11T00:00:00.0000000Z'],
    [`bin(datetime(2021-06-09), 7d)`, '2021-06-07T00:00:00.0000000Z'],
    [`bin_at(6.5, 2.5, 7)`, 4.5],
    [`bin_at(time(1h), 1d, 12h)`, '-12:00:00'],
    [`bin_at(datetime(2017-05-17 10:20:00.0), 7d, datetime(2017-06-04 00:00:00.0))`, '2017-05-14T00:00:00.0000000Z'],
  ])
})

describe('arguments out of range give NaN, infinity or null', () => {
  itEvaluates([
    [`sqrt(-1)`, 'NaN'],
    [`log(0)`, '-Infinity'],
    [`log(-1)`, null],
    [`asin(2)`, 'NaN'],
    [`isnan(0.0 / 0)`, true],
    [`isinf(1.0 / 0)`, true],
    [`isfinite(1.5)`, true],
    [`isfinite(1.0 / 0)`, false],
  ])
})

describe('powers, logarithms and signs', () => {
  itEvaluates([
    [`pow(2, 10)`, 1024],
    [`pow(2, -1)`, 0.5],
    [`exp(0)`, 1],
    [`exp2(3)`, 8],
    [`exp10(2)`, 100],
    [`log10(1000)`, 3],
    [`log2(8)`, 3],
    [`abs(-1.5)`, 1.5],
    [`abs(-1h)`, '01:00:00'],
    [`sign(-3)`, -1],
    [`sign(0)`, 0],
    [`degrees(pi())`, 180],
    [`gamma(5)`, 24],
  ])
})

describe('max_of() ignores nulls, min_of() does not', () => {
  itEvaluates([
    [`max_of(1, 2.5, 3)`, 3],
    [`min_of(1, 2.5)`, 1],
    [`max_of('a', 'b')`, 'b'],
    [`max_of(int(null), 1)`, 1],
    [`min_of(int(null), 1)`, null],
    [`max_of(datetime(2020-01-01), datetime(2021-01-01))`, '2021-01-01T00:00:00.0000000Z'],
  ])
})

describe('bits', () => {
  itEvaluates([
    [`binary_and(6, 3)`, 2],
    [`binary_or(6, 3)`, 7],
    [`binary_xor(6, 3)`, 5],
    [`binary_not(5)`, -6],
    [`binary_shift_left(1, 63)`, '-9223372036854775808'],
    [`binary_shift_left(1, 64)`, 1],
    [`binary_shift_right(-8, 1)`, -4],
    [`bitset_count_ones(255)`, 8],
    [`tohex(-256)`, 'ffffffffffffff00'],
    [`tohex(256, 8)`, '00000100'],
  ])
})
