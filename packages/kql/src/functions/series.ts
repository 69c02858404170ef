import { type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'
import { elementAt, numbersJson, seriesNumbers } from './series-elements'

/** Functions that compute each element of a series from those at the same position. */
export const SERIES_FUNCTIONS: readonly FunctionEntry[] = [
  pairwise('series_add', 'The sums of the elements of two series.', sql`+`, [
    'series_add(dynamic([1, 2]), dynamic([3, 4]))',
    '[4,6]',
  ]),
  pairwise('series_subtract', 'The differences of the elements of two series.', sql`-`, [
    'series_subtract(dynamic([3, 4]), dynamic([1, 1]))',
    '[2,3]',
  ]),
  pairwise('series_multiply', 'The products of the elements of two series.', sql`*`, [
    'series_multiply(dynamic([1, 2]), dynamic([3, 4]))',
    '[3,8]',
  ]),
  pairwise('series_divide', 'The quotients of the elements of two series.', sql`/`, [
    'series_divide(dynamic([3, 4]), dynamic([2, 2]))',
    '[1.5,2]',
  ]),
  pairwise('series_pow', 'The elements of a series to the power of those of another.', sql`**`, [
    'series_pow(dynamic([2, 3]), 2)',
    '[4,9]',
  ]),
  comparison('series_greater', 'greater than', sql`>`, [
    'series_greater(dynamic([1, 3]), dynamic([2, 2]))',
    '[false,true]',
  ]),
  comparison('series_greater_equals', 'greater than or equal to', sql`>=`, [
    'series_greater_equals(dynamic([1, 2]), 2)',
    '[false,true]',
  ]),
  comparison('series_less', 'less than', sql`<`, ['series_less(dynamic([1, 3]), dynamic([2, 2]))', '[true,false]']),
  comparison('series_less_equals', 'less than or equal to', sql`<=`, [
    'series_less_equals(dynamic([2, 3]), 2)',
    '[true,false]',
  ]),
  comparison('series_equals', 'equal to', sql`=`, ['series_equals(dynamic([1, 2]), dynamic([1, 3]))', '[true,false]']),
  comparison('series_not_equals', 'different from', sql`<>`, [
    'series_not_equals(dynamic([1, 2]), dynamic([1, 3]))',
    '[false,true]',
  ]),
  elementwise('series_abs', 'The absolute values', (x) => sql`abs(${x})`, ['series_abs(dynamic([-1, 2]))', '[1,2]']),
  elementwise('series_sign', 'The signs', (x) => sql`sign(${x})`, ['series_sign(dynamic([-5, 0, 2]))', '[-1,0,1]']),
  elementwise('series_floor', 'The elements rounded down', (x) => sql`floor(${x})`, [
    'series_floor(dynamic([1.5, -1.5]))',
    '[1,-2]',
  ]),
  elementwise('series_ceiling', 'The elements rounded up', (x) => sql`ceil(${x})`, [
    'series_ceiling(dynamic([1.5, -1.5]))',
    '[2,-1]',
  ]),
  elementwise('series_exp', 'e to the power of the elements', (x) => sql`exp(${x})`, [
    'series_exp(dynamic([0]))',
    '[1]',
  ]),
  elementwise(
    'series_log',
    'The natural logarithms',
    (x) => sql`CASE WHEN ${x} > 0 THEN ln(${x}) WHEN ${x} = 0 THEN '-inf'::DOUBLE WHEN ${x} < 0 THEN 'NaN'::DOUBLE END`,
    ['series_log(dynamic([1]))', '[0]'],
  ),
  elementwise('series_sin', 'The sines', (x) => sql`sin(${x})`, ['series_sin(dynamic([0]))', '[0]']),
  elementwise('series_cos', 'The cosines', (x) => sql`cos(${x})`, ['series_cos(dynamic([0]))', '[1]']),
  elementwise('series_tan', 'The tangents', (x) => sql`tan(${x})`, ['series_tan(dynamic([0]))', '[0]']),
  elementwise('series_asin', 'The arcsines', (x) => arc(sql`asin`, x), ['series_asin(dynamic([0]))', '[0]']),
  elementwise('series_acos', 'The arccosines', (x) => arc(sql`acos`, x), ['series_acos(dynamic([1]))', '[0]']),
  elementwise('series_atan', 'The arctangents', (x) => sql`atan(${x})`, ['series_atan(dynamic([0]))', '[0]']),
  scalar(
    'series_fir(series: dynamic, filter: dynamic, normalize?: bool, center?: bool): dynamic',
    'A series weighted by a filter.',
    {
      repeats: true,
      implies: 'first',
      sql: ([s, f], { args: [, , normalize, center], row }) => {
        const [x, w] = [seriesNumbers(s!, row), seriesNumbers(f!, row)]
        const shift = center?.value === true ? sql`(len(${w}) // 2)` : sql`0`
        const at = sql`i - j + 1 + ${shift}`
        const value = sql`list_sum(list_transform(range(1, len(${w}) + 1), j -> ${w}[j] * CASE WHEN ${at} BETWEEN 1 AND len(${x}) THEN ${x}[${at}] ELSE 0 END))`
        const scaled = normalize?.value === false ? value : sql`(${value} / list_sum(${w}))`
        return numbersJson(sql`list_transform(range(1, len(${x}) + 1), i -> ${scaled})`)
      },
      example: ['series_fir(dynamic([1, 2]), dynamic([1, -1]), false, false)', '[1,1]'],
    },
  ),
]

// --- helpers, in order of use ---

/** The result is null at positions where a series has no element or an element is not a number. */
function pairwise(name: string, doc: string, operator: Sql, example: FunctionEntry['example']): FunctionEntry {
  return scalar(`${name}(a: any, b: any): dynamic`, doc, {
    repeats: true,
    sql: (_, { args: [a, b], row }) => {
      const [x, y] = [elementAt(a!, row), elementAt(b!, row)]
      const positions = sql`range(1, greatest(${x.size}, ${y.size}) + 1)`
      return numbersJson(sql`list_transform(${positions}, i -> ${x.at(sql`i`)} ${operator} ${y.at(sql`i`)})`)
    },
    example,
  })
}

function comparison(name: string, relation: string, operator: Sql, example: FunctionEntry['example']): FunctionEntry {
  const doc = `Whether each element of a series is ${relation} that of another.`
  return scalar(`${name}(a: any, b: any): dynamic`, doc, {
    repeats: true,
    sql: (_, { args: [a, b], row }) => {
      const [x, y] = [elementAt(a!, row), elementAt(b!, row)]
      const positions = sql`range(1, greatest(${x.size}, ${y.size}) + 1)`
      return sql`to_json(list_transform(${positions}, i -> ${x.at(sql`i`)} ${operator} ${y.at(sql`i`)}))`
    },
    example,
  })
}

function elementwise(
  name: string,
  results: string,
  compute: (element: Sql) => Sql,
  example: FunctionEntry['example'],
): FunctionEntry {
  return scalar(`${name}(series: dynamic): dynamic`, `${results} of a series.`, {
    repeats: true,
    sql: ([s], { row }) => numbersJson(sql`list_transform(${seriesNumbers(s!, row)}, x -> ${compute(sql`x`)})`),
    example,
  })
}

/** An inverse trigonometric function that handles numbers outside -1 to 1, for which DuckDB raises an error. */
function arc(name: Sql, x: Sql): Sql {
  return sql`CASE WHEN ${x} BETWEEN -1 AND 1 THEN ${name}(${x}) WHEN ${x} IS NOT NULL THEN 'NaN'::DOUBLE END`
}
