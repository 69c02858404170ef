import type { NamedType } from '../binding/bound'
import type { Row } from '../binding/row'
import { type Sql, sql } from '../sql/sql'
import { numbersJson, seriesNumbers } from './series-elements'

/** One of the values that a function computes from a series. */
export interface SeriesResult extends NamedType {
  readonly compute: (series: Series) => Sql
}

interface Series {
  /** The numbers. Null if one of them is not finite. */
  readonly list: Sql
  readonly computeOnce: (value: Sql) => Sql
}

/**
 * Returns a function that computes results of a series. The second argument says whether to ignore elements that are not
 * finite.
 */
export function seriesEvaluator(
  [series, ignore = sql`false`]: readonly Sql[],
  row: Row,
): (result: SeriesResult) => Sql {
  const computeOnce = (value: Sql) => row.computeOnce({ type: 'dynamic', sql: value, isConstant: false }).sql
  const all = seriesNumbers(series!, row)
  const finite = sql`list_filter(${all}, x -> isfinite(x))`
  const list = computeOnce(sql`CASE WHEN ${ignore} OR len(${finite}) = len(${all}) THEN ${finite} END`)
  return ({ compute }) => compute({ list, computeOnce })
}

export const STATISTICS: readonly SeriesResult[] = [
  { name: 'min', type: 'real', compute: ({ list }) => sql`list_min(${list})` },
  { name: 'min_idx', type: 'long', compute: ({ list }) => sql`(list_position(${list}, list_min(${list})) - 1)` },
  { name: 'max', type: 'real', compute: ({ list }) => sql`list_max(${list})` },
  { name: 'max_idx', type: 'long', compute: ({ list }) => sql`(list_position(${list}, list_max(${list})) - 1)` },
  { name: 'avg', type: 'real', compute: ({ list }) => sql`list_avg(${list})` },
  { name: 'stdev', type: 'real', compute: ({ list }) => dispersion(sql`list_stddev_samp`, list) },
  { name: 'variance', type: 'real', compute: ({ list }) => dispersion(sql`list_var_samp`, list) },
]

/** The line fitted by least squares. Positions count from 1. */
export const LINE: readonly SeriesResult[] = [
  { name: 'rsquare', type: 'real', compute: (series) => quality(series) },
  { name: 'slope', type: 'real', compute: (series) => slope(series) },
  { name: 'variance', type: 'real', compute: ({ list }) => dispersion(sql`list_var_samp`, list) },
  { name: 'rvariance', type: 'real', compute: (series) => residualVariance(series) },
  { name: 'interception', type: 'real', compute: (series) => intercept(series) },
  { name: 'line_fit', type: 'dynamic', compute: (series) => numbersJson(line(series)) },
]

// --- helpers, in order of use ---

/** A standard deviation or variance: 0 for one element. */
function dispersion(name: Sql, list: Sql): Sql {
  return sql`CASE WHEN len(${list}) = 1 THEN 0 ELSE ${name}(${list}) END`
}

function quality(series: Series): Sql {
  const variance = series.computeOnce(dispersion(sql`list_var_samp`, series.list))
  return sql`CASE WHEN ${variance} = 0 THEN 0 ELSE 1 - ${residualVariance(series)} / ${variance} END`
}

function residualVariance(series: Series): Sql {
  const { list, computeOnce } = series
  const fitted = computeOnce(line(series))
  const squares = sql`list_sum(list_transform(${list}, (y, i) -> pow(y - ${fitted}[i], 2)))`
  return computeOnce(sql`(${squares} / nullif(len(${list}) - 1, 0))`)
}

function slope({ list, computeOnce }: Series): Sql {
  const middle = sql`(len(${list}) + 1) / 2.0::DOUBLE`
  const covariance = sql`list_sum(list_transform(${list}, (y, i) -> (i - ${middle}) * (y - list_avg(${list}))))`
  const sumOfSquares = sql`list_sum(list_transform(${list}, (y, i) -> pow(i - ${middle}, 2)))`
  return computeOnce(sql`coalesce(${covariance} / nullif(${sumOfSquares}, 0), 0 * list_avg(${list}))`)
}

function intercept(series: Series): Sql {
  return series.computeOnce(
    sql`(list_avg(${series.list}) - ${slope(series)} * (len(${series.list}) + 1) / 2.0::DOUBLE)`,
  )
}

function line(series: Series): Sql {
  return sql`list_transform(${series.list}, (y, i) -> ${intercept(series)} + ${slope(series)} * i)`
}
