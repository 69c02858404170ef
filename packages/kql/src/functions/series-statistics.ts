import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import { type CallContext, type FunctionEntry, scalar } from './entry'
import { elementAt, seriesNumbers } from './series-elements'
import { LINE, type SeriesResult, STATISTICS, seriesEvaluator } from './series-results'

/** Functions that compute values of a whole series. */
export const SERIES_STATISTICS_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('series_sum(series: dynamic): real', 'Sum of the elements.', {
    sql: ([s], { row }) => sql`list_sum(${seriesNumbers(s!, row)})`,
    example: ['series_sum(dynamic([1, 2]))', '3'],
  }),
  scalar('series_product(series: dynamic): real', 'Product of the elements.', {
    sql: ([s], { row }) => sql`list_product(${seriesNumbers(s!, row)})`,
    example: ['series_product(dynamic([2, 3]))', '6'],
  }),
  scalar('series_magnitude(series: dynamic): real', 'Square root of the sum of the squares of the elements.', {
    sql: ([s], { row }) => sql`sqrt(list_sum(list_transform(${seriesNumbers(s!, row)}, x -> x * x)))`,
    example: ['series_magnitude(dynamic([3, 4]))', '5'],
  }),
  scalar('series_dot_product(a: any, b: any): real', 'Sum of the products of the elements of two series.', {
    repeats: true,
    sql: (_, { args: [a, b], row }) => {
      const [x, y] = [elementAt(a!, row), elementAt(b!, row)]
      const positions = sql`range(1, greatest(${x.size}, ${y.size}) + 1)`
      return sql`list_sum(list_transform(${positions}, i -> ${x.at(sql`i`)} * ${y.at(sql`i`)}))`
    },
    example: ['series_dot_product(dynamic([1, 2]), dynamic([3, 4]))', '11'],
  }),
  scalar('series_cosine_similarity(a: dynamic, b: dynamic): real', 'Cosine of the angle between two vectors.', {
    sql: ([a, b], { row }) => sql`list_cosine_similarity(${seriesNumbers(a!, row)}, ${seriesNumbers(b!, row)})`,
    example: ['series_cosine_similarity(dynamic([1, 0]), dynamic([0, 1]))', '0'],
  }),
  scalar('series_pearson_correlation(a: dynamic, b: dynamic): real', 'Correlation of two series of the same size.', {
    repeats: true,
    sql: ([a, b], { row }) => {
      const [x, y] = [seriesNumbers(a!, row), seriesNumbers(b!, row)]
      const deviations = (list: Sql) => sql`list_sum(list_transform(${list}, v -> pow(v - list_avg(${list}), 2)))`
      const both = sql`list_sum(list_transform(${x}, (v, i) -> (v - list_avg(${x})) * (${y}[i] - list_avg(${y}))))`
      return sql`CASE WHEN len(${x}) = len(${y}) THEN ${both} / (sqrt(${deviations(x)}) * sqrt(${deviations(y)})) END`
    },
    example: ['round(series_pearson_correlation(dynamic([1, 2]), dynamic([1, 2])), 6)', '1'],
  }),
  ...withBag(
    'series_stats',
    'series: dynamic, ignoreNonFinite?: bool',
    'Minimum and maximum with their positions, average, standard deviation and variance of a series',
    STATISTICS,
    ['series_stats(dynamic([1, 3]))[2]', '3'],
  ),
  ...withBag(
    'series_fit_line',
    'series: dynamic',
    'The line that fits a series best: quality, slope, variances, intercept and elements',
    LINE,
    ['series_fit_line(dynamic([1, 3, 5]))[1]', '2'],
  ),
]

// --- helpers ---

/** Returns two functions: one that returns the results as columns, and one that returns them as a bag. */
function withBag(
  name: string,
  parameters: string,
  doc: string,
  results: readonly SeriesResult[],
  [expression, value]: FunctionEntry['example'],
): readonly FunctionEntry[] {
  const compute = (args: readonly Sql[], { row }: CallContext) => {
    const read = seriesEvaluator(args, row)
    return results.map((result) => ({ ...result, value: read(result) }))
  }
  return [
    scalar(`${name}(${parameters}): dynamic`, `${doc}, as columns.`, {
      repeats: true,
      several: ([argument = '']) => results.map((one) => ({ name: `${name}_${argument}_${one.name}`, type: one.type })),
      sql: (args, context) =>
        sql`to_json([${joinSql(compute(args, context).map((one) => sql`to_json(${one.value})`))}])`,
      example: [expression, value],
    }),
    scalar(`${name}_dynamic(${parameters}): dynamic`, `${doc}, as a bag.`, {
      repeats: true,
      sql: (args, context) =>
        sql`json_object(${joinSql(compute(args, context).map((one) => sql`${stringLiteral(one.name)}, ${one.value}`))})`,
      example: [`bag_keys(${expression.replace(name, `${name}_dynamic`).replace(/\[\d\]$/, '')})[1]`, results[1]!.name],
    }),
  ]
}
