import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import { type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

export const SERIES_FUNCTIONS: readonly FunctionEntry[] = [
  pairwise('series_add', 'Sums of the elements of two series.', sql`+`, [
    'series_add(dynamic([1, 2]), dynamic([3, 4]))',
    '[4,6]',
  ]),
  pairwise('series_subtract', 'Differences of the elements of two series.', sql`-`, [
    'series_subtract(dynamic([3, 4]), dynamic([1, 1]))',
    '[2,3]',
  ]),
  pairwise('series_multiply', 'Products of the elements of two series.', sql`*`, [
    'series_multiply(dynamic([1, 2]), dynamic([3, 4]))',
    '[3,8]',
  ]),
  pairwise('series_divide', 'Quotients of the elements of two series.', sql`/`, [
    'series_divide(dynamic([3, 4]), dynamic([2, 2]))',
    '[1.5,2]',
  ]),
  scalar('series_sum(series: dynamic): real', 'Sum of the elements.', {
    sql: ([s]) => sql`list_sum(${numbers(s!)})`,
    example: ['series_sum(dynamic([1, 2]))', '3'],
  }),
  filling(
    'series_fill_const',
    'The series with nulls replaced by a value.',
    'series_fill_const(series: dynamic, value: real, missing?: any): dynamic',
    (list, [, value]) => sql`coalesce(${list}[i], ${value!})`,
    ['series_fill_const(dynamic([1, null]), 0)', '[1,0]'],
  ),
  filling(
    'series_fill_forward',
    'The series with each null replaced by the last value before it.',
    'series_fill_forward(series: dynamic, missing?: any): dynamic',
    (list) => sql`list_filter(list_slice(${list}, 1, i), x -> x IS NOT NULL)[-1]`,
    ['series_fill_forward(dynamic([1, null, 2]))', '[1,1,2]'],
  ),
  filling(
    'series_fill_backward',
    'The series with each null replaced by the next value.',
    'series_fill_backward(series: dynamic, missing?: any): dynamic',
    (list) => sql`list_filter(list_slice(${list}, i, len(${list})), x -> x IS NOT NULL)[1]`,
    ['series_fill_backward(dynamic([1, null, 2]))', '[1,2,2]'],
  ),
  filling(
    'series_fill_linear',
    'The series with nulls replaced by linear interpolation.',
    'series_fill_linear(series: dynamic, missing?: any, edges?: bool): dynamic',
    linear,
    ['series_fill_linear(dynamic([1, null, 3]))', '[1,2,3]'],
  ),
  scalar('series_pearson_correlation(a: dynamic, b: dynamic): real', 'Correlation of two series.', {
    repeats: true,
    sql: ([a, b]) => {
      const [x, y] = [numbers(a!), numbers(b!)]
      const mean = (list: Sql) => sql`list_avg(${list})`
      const deviation = (list: Sql) => sql`sqrt(list_sum(list_transform(${list}, v -> pow(v - ${mean(list)}, 2))))`
      const both = sql`list_sum(list_transform(range(1, len(${x}) + 1), i -> (${x}[i] - ${mean(x)}) * (${y}[i] - ${mean(y)})))`
      return sql`(${both} / (${deviation(x)} * ${deviation(y)}))`
    },
    example: ['round(series_pearson_correlation(dynamic([1, 2]), dynamic([1, 2])), 6)', '1'],
  }),
  scalar(
    'series_fit_line(series: dynamic): real',
    'How well a line fits a series, from 0 to 1. Other results of this function in Kusto are not supported.',
    {
      repeats: true,
      sql: ([s]) => {
        const y = numbers(s!)
        const x = sql`(i - 1)`
        const n = sql`len(${y})`
        const sum = (value: Sql) => sql`list_sum(list_transform(range(1, ${n} + 1), i -> ${value}))`
        const top = sql`(${n} * ${sum(sql`${x} * ${y}[i]`)} - ${sum(x)} * list_sum(${y}))`
        const bottom = sql`((${n} * ${sum(sql`${x} * ${x}`)} - pow(${sum(x)}, 2)) * (${n} * ${sum(sql`${y}[i] * ${y}[i]`)} - pow(list_sum(${y}), 2)))`
        return sql`CASE WHEN ${bottom} = 0 THEN 0 ELSE pow(${top}, 2) / ${bottom} END`
      },
      example: ['series_fit_line(dynamic([1, 2, 3]))', '1'],
    },
  ),
  scalar(
    'series_fir(series: dynamic, filter: dynamic, normalize?: bool, center?: bool): dynamic',
    'A series weighted by a filter.',
    {
      repeats: true,
      sql: ([s, f], { args: [, , normalize, center] }) => {
        const [x, w] = [numbers(s!), numbers(f!)]
        const shift = center?.value === true ? sql`(len(${w}) // 2)` : sql`0`
        const weights = sql`list_sum(${w})`
        const value = sql`list_sum(list_transform(range(1, len(${w}) + 1), j -> ${w}[j] * CASE WHEN i - j + 1 + ${shift} BETWEEN 1 AND len(${x}) THEN ${x}[i - j + 1 + ${shift}] ELSE 0 END))`
        const scaled = normalize?.value === false ? value : sql`(${value} / ${weights})`
        return whole(sql`list_transform(range(1, len(${x}) + 1), i -> ${scaled})`)
      },
      example: ['series_fir(dynamic([1, 2]), dynamic([1, -1]), false, false)', '[1,1]'],
    },
  ),
  scalar(
    'series_stats_dynamic(series: dynamic): dynamic',
    'Minimum, maximum, average, standard deviation and variance of a series.',
    {
      repeats: true,
      sql: ([s]) => {
        const x = numbers(s!)
        const spread = (name: Sql) => sql`coalesce(list_aggregate(${x}, ${name}), 0)`
        return sql`json_object('min', list_min(${x}), 'min_idx', list_position(${x}, list_min(${x})) - 1, 'max', list_max(${x}), 'max_idx', list_position(${x}, list_max(${x})) - 1, 'avg', list_avg(${x}), 'stdev', ${spread(sql`'stddev_samp'`)}, 'variance', ${spread(sql`'var_samp'`)})`
      },
      example: ['series_stats_dynamic(dynamic([1, 3])).avg', '2'],
    },
  ),
]

// --- helpers, in order of use ---

/** The elements as numbers. */
function numbers(series: Sql): Sql {
  return sql`list_transform(CAST(${series} AS JSON[]), e -> TRY_CAST(json_extract_string(e, '$') AS DOUBLE))`
}

/** Numbers without a fraction are integers in the JSON. */
function whole(list: Sql): Sql {
  return sql`to_json(list_transform(${list}, v -> CASE WHEN v = trunc(v) AND abs(v) < 9e15 THEN to_json(v::BIGINT) ELSE to_json(v) END))`
}

function pairwise(name: string, doc: string, operator: Sql, example: FunctionEntry['example']): FunctionEntry {
  return scalar(`${name}(a: any, b: any): dynamic`, doc, {
    repeats: true,
    sql: (_, { args: [a, b] }) => {
      const size = a!.type === 'dynamic' ? numbers(a!.sql) : numbers(b!.sql)
      return whole(sql`list_transform(range(1, len(${size}) + 1), i -> ${element(a!)} ${operator} ${element(b!)})`)
    },
    example,
  })
}

/** A number is treated as a series in which all elements are that number. */
function element(value: Bound): Sql {
  return value.type === 'dynamic' ? sql`${numbers(value.sql)}[i]` : convert(value, 'real')
}

function filling(
  name: string,
  doc: string,
  signature: string,
  fill: (list: Sql, args: readonly Sql[]) => Sql,
  example: FunctionEntry['example'],
): FunctionEntry {
  return scalar(signature, doc, {
    repeats: true,
    sql: (args) => {
      const list = numbers(args[0]!)
      return whole(sql`list_transform(range(1, len(${list}) + 1), i -> coalesce(${list}[i], ${fill(list, args)}))`)
    },
    example: [example[0].startsWith(name) ? example[0] : name, example[1]],
  })
}

/**
 * The linear interpolation between the nearest elements that have a value; beyond the first and the last of these, their value.
 */
function linear(list: Sql): Sql {
  const known = sql`list_filter(range(1, len(${list}) + 1), k -> ${list}[k] IS NOT NULL)`
  const before = sql`list_filter(${known}, k -> k < i)[-1]`
  const after = sql`list_filter(${known}, k -> k > i)[1]`
  const between = sql`${list}[${before}] + (${list}[${after}] - ${list}[${before}]) * (i - ${before}) / (${after} - ${before})`
  return sql`coalesce(${between}, ${list}[${before}], ${list}[${after}])`
}
